// The stock clients, each as somebody's program would use it, driven by lines of JSON.
// In:  {"id", "do", "name", …}, see `actions`.
// Out: {"id", "error"} when it is done; {"name", "happened", …} as it happens; {"name", "state"} whenever that changed.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

const frontend = new URL('../../frontend/', import.meta.url)
const require = createRequire(new URL('package.json', frontend))
const { HocuspocusProvider, HocuspocusProviderWebsocket } = require('@hocuspocus/provider')
const { WebsocketProvider } = require('y-websocket')
const { WebSocket } = require('ws')
const Y = require('yjs')

// The page's own canonical form (E3), as the browser has it.
const loadTypeScript = (path) => {
  const ts = require('typescript')
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 }
  const { outputText } = ts.transpileModule(readFileSync(new URL(path, frontend), 'utf8'), { compilerOptions: options })
  const exports = {}
  new Function('exports', 'require', outputText)(exports, require)
  return exports
}
const { contentHash, runsOf } = loadTypeScript('src/editor/canonical.ts')

const clients = new Map() // name → {state(), destroy(), …}
const changed = new Set()
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`)

const tellChanges = () => {
  for (const name of changed) if (clients.has(name)) say({ name, state: clients.get(name).state() })
  changed.clear()
}
const change = (name) => {
  if (!changed.size) setImmediate(tellChanges)
  changed.add(name)
}
const keep = (name, client) => {
  clients.set(name, client)
  change(name)
}
const wordsState = (doc) => {
  const words = doc.getText('words')
  return { text: words.toString(), hash: contentHash(runsOf(words)) }
}
const happen = (name, happened, more = {}) => {
  say({ name, happened, ...more })
  change(name)
}

const actions = {
  // A socket for many texts; `options` are the provider's own.
  socket({ name, url, options = {} }) {
    const socket = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: WebSocket, ...options })
    socket.on('open', () => happen(name, 'open'))
    socket.on('close', ({ event }) => happen(name, 'close', { code: event.code, reason: String(event.reason ?? '') }))
    socket.on('status', () => change(name))
    keep(name, {
      socket,
      state: () => ({ status: socket.status }),
      connect: () => socket.connect(),
      disconnect: () => socket.disconnect(),
      destroy: () => socket.destroy(),
    })
  },

  // A text or channel on a socket; `doc` names the client whose Y.Doc it goes on with.
  attach({ name, socket, document, token, doc, awareness = false, options = {} }) {
    const document_ = doc ? clients.get(doc).doc : new Y.Doc()
    const provider = new HocuspocusProvider({
      websocketProvider: clients.get(socket).socket,
      name: document,
      document: document_,
      token,
      ...(awareness ? {} : { awareness: null }),
      ...options,
    })
    for (const event of ['synced', 'unsyncedChanges', 'awarenessUpdate']) provider.on(event, () => change(name))
    provider.on('authenticated', ({ scope }) => happen(name, 'authenticated', { scope }))
    provider.on('authenticationFailed', ({ reason }) => happen(name, 'authenticationFailed', { reason }))
    provider.on('stateless', ({ payload }) => happen(name, 'stateless', { message: JSON.parse(payload) }))
    provider.on('close', ({ event }) => happen(name, 'close', { code: event.code, reason: String(event.reason ?? '') }))
    let wrote = 0
    document_.on('update', (_update, origin) => {
      if (origin !== provider) wrote += 1
      change(name)
    })
    provider.attach()
    keep(name, {
      doc: document_,
      provider,
      awareness: provider.awareness,
      state: () => ({
        ...wordsState(document_),
        wrote, // updates of its own, whoever caused them
        synced: provider.synced,
        unsynced: provider.unsyncedChanges,
        scope: provider.authorizedScope ?? null,
        client: document_.clientID,
        present: provider.awareness ? Object.fromEntries(provider.awareness.getStates()) : {},
      }),
      destroy: () => provider.destroy(),
    })
  },

  // A text on a socket of its own, as y-websocket has it.
  classic({ name, url, text, token, options = {} }) {
    const doc = new Y.Doc()
    const provider = new WebsocketProvider(url, text, doc, {
      params: token ? { token } : {},
      WebSocketPolyfill: WebSocket,
      disableBc: true,
      ...options,
    })
    provider.on('status', ({ status }) => happen(name, status))
    provider.on('sync', () => change(name))
    provider.on('connection-close', (event) => happen(name, 'connection-close', { code: event?.code ?? null }))
    provider.on('closed', ({ code, reason }) => happen(name, 'closed', { code, reason: String(reason) }))
    doc.on('update', () => change(name))
    keep(name, {
      doc,
      awareness: provider.awareness,
      state: () => ({
        ...wordsState(doc),
        synced: provider.synced,
        connected: provider.wsconnected,
        willConnect: provider.shouldConnect,
        present: Object.fromEntries(provider.awareness.getStates()),
      }),
      connect: () => provider.connect(),
      disconnect: () => provider.disconnect(),
      destroy: () => provider.destroy(),
    })
  },

  edit({ name, changes }) {
    const words = clients.get(name).doc.getText('words')
    const places = { end: () => words.length }
    const at = (place) => (typeof place === 'string' ? places[place]() : Math.min(place, words.length))
    for (const [kind, ...more] of changes) {
      if (kind === 'insert') words.insert(at(more[0]), more[1])
      else if (kind === 'delete') words.delete(at(more[0]), Math.min(more[1], words.length - at(more[0])))
      else words.format(at(more[0]), Math.min(more[1], words.length - at(more[0])), more[2])
    }
  },

  // The same with places that count characters of the words as they are here now: what Python was told of them may be
  // older, and a place in Yjs' units taken from older words can stand inside a surrogate pair, as no editor's does.
  editCharacters({ name, changes }) {
    for (const [kind, place, ...more] of changes) {
      const characters = [...clients.get(name).doc.getText('words').toString()]
      const units = (count) => characters.slice(0, count).join('').length
      const at = units(place)
      const what = kind === 'insert' ? more : [units(place + more[0]) - at, ...more.slice(1)]
      actions.edit({ name, changes: [[kind, at, ...what]] })
    }
  },

  present({ name, state }) {
    clients.get(name).awareness.setLocalState(state)
  },
  connect: ({ name }) => void clients.get(name).connect(),
  disconnect: ({ name }) => void clients.get(name).disconnect(),
  destroy({ name }) {
    clients.get(name).destroy()
    clients.delete(name)
  },
  // Gone at once and there again at once, for the same Y.Doc: CLOSE, Auth and Step1 go out back to back.
  renew({ name, as, ...given }) {
    const { doc, destroy } = clients.get(name)
    destroy()
    clients.delete(name)
    clients.set(name, { doc, state: () => ({}), destroy() {} })
    actions.attach({ name: as, doc: name, ...given })
  },
  reset() {
    for (const client of [...clients.values()].reverse()) client.destroy()
    clients.clear()
    changed.clear()
  },
}

say({ ready: true })
for await (const line of createInterface({ input: process.stdin })) {
  const { id, do: action, ...given } = JSON.parse(line)
  let error = null
  try {
    actions[action](given)
  } catch (thrown) {
    error = String(thrown?.stack ?? thrown)
  }
  tellChanges()
  say({ id, error })
}
process.exit(0)
