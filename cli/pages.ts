/** More pages than any answer has; a server that never ends must not keep us forever. */
const pagesAtMost = 10_000;

/** Reads page after page until there is no token for another. */
export async function* allPages<P extends { nextPageToken?: string | undefined }>(
  read: (pageToken: string | undefined) => Promise<P>,
): AsyncGenerator<P> {
  let token: string | undefined;
  for (let count = 0; count < pagesAtMost; count += 1) {
    const page = await read(token);
    yield page;
    token = page.nextPageToken;
    if (!token) return;
  }
  throw new Error(`the answer has more than ${pagesAtMost} pages`);
}
