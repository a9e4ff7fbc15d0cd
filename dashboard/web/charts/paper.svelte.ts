import { flushSync } from 'svelte';

/**
 * While the page is printed. What a resize observer says comes too late for paper, so charts measure themselves when this
 * changes (Plot), and what is painted on a canvas in the colours of the screen is drawn as paths.
 */
class Paper {
  printing = $state(false);

  start(): () => void {
    const turn = (on: boolean) => () => {
      // The class gives the page the width of the paper (print.css); it must stand before anything measures itself.
      document.documentElement.classList.toggle('printing', on);
      flushSync(() => (this.printing = on));
    };
    const [before, after] = [turn(true), turn(false)];
    addEventListener('beforeprint', before);
    addEventListener('afterprint', after);
    return () => {
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', after);
    };
  }
}

export const paper = new Paper();
