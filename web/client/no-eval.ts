import { config } from 'zod';

// The schemas must not compile themselves with `new Function`, which the site's Content-Security-Policy forbids and
// reports. This has to run before any schema is made, so it is the first import of the app.
config({ jitless: true });
