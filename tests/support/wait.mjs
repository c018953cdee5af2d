// Waiting for what is to be, never for milliseconds: a loaded machine takes as long as it takes.

const deadline = 15_000;

/** Tries the assertions until they hold; after the deadline their last failure counts. */
export async function eventually(check) {
  const until = Date.now() + deadline;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((done) => setTimeout(done, 40));
    }
  }
}

/** Until nothing on the page moves any more, but what moves for ever; and what has changed is drawn. */
export const calm = (page) =>
  page.evaluate(async () => {
    const roots = [document];
    for (const root of roots)
      for (const element of root.querySelectorAll('*'))
        if (element.shadowRoot) roots.push(element.shadowRoot);
    const moving = roots
      .flatMap((root) => root.getAnimations())
      .filter(
        ({ effect, playState }) => playState === 'running' && effect?.getComputedTiming().endTime < 60_000,
      );
    await Promise.all(moving.map(({ finished }) => finished.catch(() => undefined)));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });

/** Until the wizard has an answer and the screen for it, in its language: nothing is on its way, and all is drawn. */
export const settled = (page) =>
  page.waitForFunction(async () => {
    const wizard = document.querySelector('aftersale-wizard');
    if (!wizard?.engine) return true;
    await wizard.updateComplete;
    const busy = wizard.shadowRoot.querySelector('[aria-busy=true]');
    return wizard.controller.phase !== 'sending' && !busy;
  });
