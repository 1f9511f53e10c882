/** Work is bounded for each text: what a hostile one would cost beyond it is left unscanned, and so masked. */
const charactersReadPerCharacter = 32;
const charactersReadAtLeast = 65_536;

/** What one verification costs, whatever it reads. */
const verificationCost = 32;

/** Thrown to stop scanning; caught where the rest of the text is masked. */
class BudgetSpent extends Error {}

export class Budget {
  #left: number;

  constructor(length: number) {
    this.#left = Math.max(charactersReadAtLeast, length * charactersReadPerCharacter);
  }

  /** With nothing left: all that is scanned under it is hidden. */
  static spent(): Budget {
    const budget = new Budget(0);
    budget.stop();
    return budget;
  }

  get isSpent(): boolean {
    return this.#left < 0;
  }

  /** @throws BudgetSpent */
  readonly spend = (characters: number): void => {
    this.#left -= characters;
    if (this.isSpent) throw new BudgetSpent('The text takes more work than the budget allows');
  };

  /** Ends the scan: nothing after this can be trusted to be looked at. */
  stop(): void {
    this.#left = -1;
  }

  verify(): void {
    this.spend(verificationCost);
  }
}
