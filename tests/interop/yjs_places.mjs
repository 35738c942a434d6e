// Places as browsers name them: a text changed at random, the places in it named, changed again. Prints one JSON line a
// text: {"state", "places": [[relative position, index now]]} with updates and positions in base64.
import * as Y from '../../frontend/node_modules/yjs/dist/yjs.mjs'

let seed = Number(process.argv[2])
const random = (below) => {
  seed = (seed * 1103515245 + 12345) % 2147483648
  return Math.floor((seed / 2147483648) * below)
}
const base64 = (bytes) => Buffer.from(bytes).toString('base64')
const words = ['The Group ', 'é', '😀', '工作组', 'الفريق', ' [shall]', '\n', 'e\u0301']
const marks = [{}, { bold: true }, { italic: true, bold: null }, { link: 'https://example.org/' }]

function change(docs) {
  const doc = docs[random(docs.length)]
  const text = doc.getText('words')
  const characters = [...text.toString()]
  const at = characters.slice(0, random(characters.length + 1)).join('').length
  const rest = [...text.toString().slice(at)]
  const length = rest.slice(0, random(Math.min(rest.length, 5) + 1)).join('').length
  const act = random(4)
  if (act < 2) text.insert(at, words[random(words.length)], marks[random(marks.length)])
  else if (length && act === 2) text.delete(at, length)
  else if (length) text.format(at, length, { bold: random(2) ? true : null })
  if (random(3) === 0) {
    for (const one of docs) for (const other of docs) Y.applyUpdate(one, Y.encodeStateAsUpdate(other))
  }
}

for (let number = 0; number < Number(process.argv[3]); number++) {
  const docs = [1, 2, 3].map((client) => Object.assign(new Y.Doc(), { clientID: client * 1000 + random(1000) }))
  for (let turn = 0; turn < 25; turn++) change(docs)
  for (const one of docs) for (const other of docs) Y.applyUpdate(one, Y.encodeStateAsUpdate(other))
  const text = docs[0].getText('words')
  const named = []
  let index = 0
  for (const character of [...text.toString(), '']) {
    for (const assoc of [0, -1]) {
      named.push(base64(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, index, assoc))))
    }
    index += character.length
  }
  for (let turn = 0; turn < 15; turn++) change(docs)
  for (const one of docs) for (const other of docs) Y.applyUpdate(one, Y.encodeStateAsUpdate(other))
  const places = named.map((place) => [
    place,
    Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(Buffer.from(place, 'base64')), docs[0]).index,
  ])
  process.stdout.write(`${JSON.stringify({ state: base64(Y.encodeStateAsUpdate(docs[0])), places })}\n`)
}
