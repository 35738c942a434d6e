// Writes real Yjs updates of flat texts, one scenario a line: several people type, mark, delete and undo, and meet now and then.
// Usage: node yjs_updates.mjs SEED SCENARIOS
import * as Y from '../../frontend/node_modules/yjs/dist/yjs.mjs'

const [seed, scenarios] = process.argv.slice(2).map(Number)
const WORDS = ['The ', 'Working Group ', 'recommends', ' [all] ', '\n', 'é', 'e\u0301', '😀', '👨‍👩‍👧‍👦', 'الفريق ', '工作组', '\u2028', 'x', 'y', 'a\tb']
const MARKS = [
  ['bold', true], ['italic', true], ['underline', true], ['strike', true], ['sub', true], ['sup', true],
  ['link', 'https://example.org/?q="é"'], ['link', 'mailto:chair@example.org'], ['footnote', 'One "note"\nof two lines 😀'],
]

let state = seed
const random = (n) => {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) % n
}
const pick = (list) => list[random(list.length)]
const hex = (bytes) => Buffer.from(bytes).toString('hex')
const KINDS = { GC: 0, ContentDeleted: 1, ContentString: 4, ContentFormat: 6, Skip: 10 }

// Where a person may stand: never inside a surrogate pair.
const places = (text) => {
  const found = [0]
  for (const character of text.toString()) found.push(found.at(-1) + character.length)
  return found
}

const described = (update, kind) => {
  const { structs, ds } = Y.decodeUpdate(update)
  return {
    kind,
    update: hex(update),
    structs: structs.map((s) => [s.id.client, s.id.clock, s.length, KINDS[s.content ? s.content.constructor.name : s.constructor.name]]),
    deletes: [...ds.clients].flatMap(([client, items]) => items.map((item) => [client, item.clock, item.len])),
  }
}

const scenario = () => {
  const people = Array.from({ length: 1 + random(4) }, (_, index) => {
    const doc = new Y.Doc({ gc: random(4) > 0 })
    doc.clientID = random(5) ? random(2 ** 32) : 4 * random(50) + index // never the same as another's
    const text = doc.getText('words')
    const mine = { doc, text, undo: new Y.UndoManager(text, { captureTimeout: random(2) * 500 }), made: [] }
    doc.on('update', (update, origin) => origin !== 'remote' && mine.made.push(update))
    return mine
  })
  const log = []
  for (let step = 0; step < 12 + random(40); step++) {
    const me = pick(people)
    const stand = places(me.text)
    const from = random(stand.length)
    const to = Math.min(stand.length - 1, from + random(6))
    const act = random(12)
    if (act < 5) {
      let words = pick(WORDS)
      if (random(8) === 0) words = words.repeat(1 + random(40))
      const marks = random(4) ? undefined : Object.fromEntries([pick(MARKS)])
      me.text.insert(stand[from], words, marks)
    } else if (act < 7) {
      if (to > from) me.text.delete(stand[from], stand[to] - stand[from])
    } else if (act < 9) {
      const [mark, value] = pick(MARKS)
      if (to > from) me.text.format(stand[from], stand[to] - stand[from], { [mark]: random(3) ? value : null })
    } else if (act === 9) {
      if (random(2)) me.undo.undo()
      else me.undo.redo()
    } else if (act === 10) {
      me.doc.transact(() => {
        if (to > from) me.text.delete(stand[from], stand[to] - stand[from])
        me.text.insert(stand[from], pick(WORDS))
      })
    } else {
      const other = pick(people)
      Y.applyUpdate(me.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(me.doc)), 'remote')
    }
  }
  for (const me of people) {
    for (const update of me.made) log.push(described(update, 'update'))
    const made = me.made
    if (made.length > 1) {
      const start = random(made.length - 1)
      log.push(described(Y.mergeUpdates(made.slice(start, start + 2 + random(5))), 'merged'))
      const some = made.filter(() => random(2))
      if (some.length) log.push(described(Y.mergeUpdates(some), 'merged with gaps'))
      const before = new Y.Doc()
      for (const update of made.slice(0, start)) Y.applyUpdate(before, update)
      log.push(described(Y.encodeStateAsUpdate(me.doc, Y.encodeStateVector(before)), 'step 2'))
      log.push(described(Y.diffUpdate(Y.encodeStateAsUpdate(me.doc), Y.encodeStateVector(before)), 'difference'))
    }
    log.push(described(Y.encodeStateAsUpdate(me.doc), 'state'))
  }
  const all = new Y.Doc()
  for (const me of people) Y.applyUpdate(all, Y.encodeStateAsUpdate(me.doc))
  return { updates: log, delta: all.getText('words').toDelta() }
}

for (let i = 0; i < scenarios; i++) process.stdout.write(`${JSON.stringify(scenario())}\n`)
