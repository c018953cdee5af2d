import { html } from 'lit';
import { topBar } from './lib/chrome.js';
import { Playground } from './playground/app.js';

const root = document.querySelector('#app') as HTMLElement;
void new Playground(root, (content) => html`${topBar(undefined, '/playground')}${content}`).start();
