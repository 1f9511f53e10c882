import { useEffect, useState } from 'preact/hooks';
import { parseRoute, type Route } from './route.ts';

const moved = 'vitrine:moved';

/** Goes to a path of the app without loading the page again. */
export function navigate(path: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') history.pushState(null, '', path);
  else history.replaceState(null, '', path);
  dispatchEvent(new Event(moved));
}

/** The route of the moment. Plain links of the page move within the app as long as it is on the screen. */
export function useRoute(): Route {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const update = () => setPath(location.pathname);
    addEventListener('popstate', update);
    addEventListener(moved, update);
    document.addEventListener('click', followLink);
    return () => {
      removeEventListener('popstate', update);
      removeEventListener(moved, update);
      document.removeEventListener('click', followLink);
    };
  }, []);
  return parseRoute(path);
}

function followLink(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!(link instanceof HTMLAnchorElement) || event.button !== 0 || modified) return;
  if (event.defaultPrevented || link.target !== '' || link.origin !== location.origin || link.hash) return;
  if (parseRoute(link.pathname).view === 'unknown') return;
  event.preventDefault();
  navigate(link.pathname);
}
