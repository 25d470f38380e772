'use strict';

// Several apps may share a process: the host says which one is loading or being invoked.
const host = globalThis[Symbol.for('omd.functions-host')];

// Without a host the library turns to its test mode by itself, as it does where this module does not exist.
if (!host) throw new Error('There is no Functions host in this process.');

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
  setProgrammingModel: (model) => host.app().setProgrammingModel(model),
  getProgrammingModel: () => host.app().getProgrammingModel(),
  registerFunction: (metadata, handler) => new Disposable(host.app().registerFunction(metadata, handler)),
  registerHook: (name, callback) => new Disposable(host.app().registerHook(name, callback)),
  log: (level, category, message) => host.app().log(level, category, message),
};
