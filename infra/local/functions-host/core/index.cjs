'use strict';

// Several apps may share a process: this module belongs to the one that was loading when it was evaluated, and each app
// evaluates it. A library that apps share speaks for whichever is loading.
const host = globalThis[Symbol.for('omd.functions-host')];

// Without a host the library turns to its test mode by itself, as it does where this module does not exist.
if (!host) throw new Error('There is no Functions host in this process.');

const own = host.loading();

function app() {
  const current = host.loading() ?? own;
  if (!current) throw new Error('No app of this host is loading or running here.');
  return current;
}

class Disposable {
  #dispose;

  static from(...disposables) {
    return new Disposable(() => {
      for (const disposable of disposables) disposable?.dispose?.();
    });
  }

  constructor(dispose) {
    this.#dispose = dispose;
  }

  dispose() {
    const dispose = this.#dispose;
    this.#dispose = undefined;
    return dispose?.();
  }
}

module.exports = {
  version: '3.12.0',
  hostVersion: '4.1041.0',
  Disposable,
  setProgrammingModel: (model) => app().setProgrammingModel(model),
  getProgrammingModel: () => app().getProgrammingModel(),
  registerFunction: (metadata, handler) => new Disposable(app().registerFunction(metadata, handler)),
  registerHook: (name, callback) => new Disposable(app().registerHook(name, callback)),
  log: (level, category, message) => app().log(level, category, message),
};
