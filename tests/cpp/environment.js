// The test program as WebAssembly sees the variables that Node was started with, as a native one does.
Module.preRun = () => Object.assign(ENV, process.env);
