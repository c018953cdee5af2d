// The playground as a page of its own, without the demo's shop around it.
import { Playground } from '../../web-demo/src/playground/app.js';

const root = document.querySelector('#app') as HTMLElement;
void new Playground(root).start();
