import { ownPath, parseRoute, type Route } from './route.ts';

/** The page on screen, from the address bar and back into it. */
class Router {
  current: Route = $state.raw({ page: 'unknown' });

  start(): () => void {
    const read = () => (this.current = parseRoute(location.pathname, location.search));
    const click = (event: MouseEvent) => {
      const link = (event.target as Element | null)?.closest?.('a[href]');
      if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute('download')) return;
      if (event.defaultPrevented || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const to = link.getAttribute('href');
      if (ownPath(to) === null && to !== '/sign-in') return;
      event.preventDefault();
      this.go(to!);
    };
    addEventListener('popstate', read);
    document.addEventListener('click', click);
    read();
    return () => {
      removeEventListener('popstate', read);
      document.removeEventListener('click', click);
    };
  }

  go(to: string, options: { readonly replace?: boolean } = {}): void {
    const before = this.current;
    if (options.replace) history.replaceState(null, '', to);
    else history.pushState(null, '', to);
    this.current = parseRoute(location.pathname, location.search);
    const samePage =
      before.page === this.current.page &&
      ('id' in before ? before.id : null) === ('id' in this.current ? this.current.id : null);
    if (!samePage) {
      scrollTo(0, 0);
      // Readers of the screen hear the new page from its heading.
      queueMicrotask(() => document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true }));
    }
  }
}

export const router = new Router();
