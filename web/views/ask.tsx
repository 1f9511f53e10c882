import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Answer, Call, Scope } from '../client/api.ts';
import { type AskErrors, breaksGlass, emptyAskForm, readAskForm, splitFailure } from '../client/ask-form.ts';
import { idempotencyKeys } from '../client/idempotency.ts';
import { navigate } from '../client/navigation.ts';
import { useAction } from '../client/use-action.ts';
import { useDraft } from '../client/use-draft.ts';
import { AskFields } from './ask-fields.tsx';
import { FailureNote, Problems } from './failure-note.tsx';
import { Heading } from './heading.tsx';

/** Asks for a view of a scope; goes to the list of one's access when it has been asked for. */
export function Ask({ call, person }: { call: Call; person: string }) {
  const [listed, setListed] = useState<Answer<{ scopes: Scope[] }>>();
  useEffect(() => void call('listScopes', {}).then(setListed), [call]);
  const scopes = listed?.ok ? listed.value.scopes.filter((each) => each.canRequest || each.breakGlass) : [];
  return (
    <>
      <Heading>Ask for access</Heading>
      {!listed && <p role="status">Looking which scopes there are…</p>}
      {listed?.ok === false && <FailureNote failure={listed.failure} />}
      {listed?.ok && scopes.length === 0 && (
        <p>
          There is no scope you may ask for. Scopes and who may ask for them stand in the platform team’s
          configuration; ask them to add you to a group that may.
        </p>
      )}
      {scopes.length > 0 && <AskForm call={call} person={person} scopes={scopes} />}
    </>
  );
}

function AskForm({ call, person, scopes }: { call: Call; person: string; scopes: Scope[] }) {
  const [form, change, forget] = useDraft(`ask.${person}`, emptyAskForm);
  const [errors, setErrors] = useState<AskErrors>();
  const action = useAction();
  const element = useRef<HTMLFormElement>(null);
  const keys = useRef(idempotencyKeys(() => crypto.randomUUID()));
  const fromServer = splitFailure(action.failure);
  const shown = { ...fromServer.byField, ...errors };
  const scope = scopes.find(({ name }) => name === form.scope);
  const isBreakGlass = breaksGlass(form, scope);

  // The first field that is wrong takes the focus, whoever found it wrong.
  const { failure } = action;
  useLayoutEffect(() => {
    if (errors || failure) element.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [errors, failure]);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const read = readAskForm(form, scopes);
    setErrors(read.ok ? undefined : read.errors);
    if (!read.ok) return;
    const headers = { 'idempotency-key': keys.current.keyFor(read.body) };
    void action.run(
      () => call('submitRequest', { body: read.body, headers }),
      () => {
        keys.current.forget();
        forget();
        navigate('/access');
      },
    );
  };

  return (
    <form id="ask-form" ref={element} noValidate onSubmit={submit}>
      <AskFields
        form={form}
        scopes={scopes}
        errors={shown}
        onChange={(changed) => {
          setErrors(undefined);
          action.clear();
          change(changed);
        }}
      />
      <Problems messages={fromServer.others} />
      <button type="submit" class={isBreakGlass ? 'danger' : 'primary'} aria-disabled={action.busy}>
        {action.busy ? 'Asking…' : isBreakGlass ? 'Break the glass' : 'Ask for access'}
      </button>
    </form>
  );
}
