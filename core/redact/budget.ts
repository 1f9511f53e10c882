/**
 * Work is bounded for each pass over a text: what a hostile one would cost beyond it is left unscanned, and so masked. It is twice what
 * any text needed that had a secret in every other word; lines of logs need a tenth of it.
 */
const workPerCharacter = 6;
const workAtLeast = 393_216;

/** What one verification costs, whatever it reads, and what is found, for its mask. */
const verificationCost = 32;
const findingCost = 64;

/** Thrown to stop scanning; caught where the rest of the text is masked. */
class BudgetSpent extends Error {}

export class Budget {
  #left: number;

  constructor(length: number) {
    this.#left = Math.max(workAtLeast, length * workPerCharacter);
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

  find(count: number): void {
    this.spend(count * findingCost);
  }
}
