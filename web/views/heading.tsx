import { useEffect, useRef } from 'preact/hooks';

let isFirst = true;

/**
 * The heading of a view. It names the page and takes the focus when the view has changed, so that a screen reader
 * says where one is; on the page's first view the focus stays where the browser put it.
 */
export function Heading({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${children} · Vitrine`;
    if (!isFirst) heading.current?.focus();
    isFirst = false;
  }, [children]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
