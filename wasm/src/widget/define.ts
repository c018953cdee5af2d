// Registers the elements; the one module of the widget that does something when it is imported.
import { defineElements } from './elements.js';

defineElements();
