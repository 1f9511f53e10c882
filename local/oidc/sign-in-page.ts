import { type Html, html } from '../../core/html.ts';
import type { Person } from './person.ts';

/** The page that lists the sample people, one link each. */
export function signInPage(people: readonly Person[]): Html {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Sign in</title>
    <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 28rem; margin: 12vh auto; padding: 0 1rem; color-scheme: light dark; }
      a { display: block; padding: .7rem 1rem; margin: .5rem 0; border: 1px solid GrayText; border-radius: .5rem; text-decoration: none; color: CanvasText; }
      a:hover, a:focus { border-color: Highlight; }
      small { display: block; color: GrayText; }
    </style>
  </head>
  <body>
    <h1>Sign in as</h1>
    ${people.map(
      ({ sub, name, email, groups }) =>
        html`<a href="?as=${encodeURIComponent(sub)}">${name}<small>${email} · ${groups.join(', ')}</small></a>`,
    )}
    <p><small>The local stand-in's own identity provider: everybody here is a sample, and no password is asked.</small></p>
  </body>
</html>`;
}
