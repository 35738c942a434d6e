// Applies updates as a browser would. Reads lines of JSON lists of updates (hex), one new Y.Doc a line; answers each with
// {"delta", "pending", "error"}.
import { createInterface } from 'node:readline'
import * as Y from '../../frontend/node_modules/yjs/dist/yjs.mjs'

for await (const line of createInterface({ input: process.stdin })) {
  const doc = new Y.Doc()
  let error = null
  try {
    for (const update of JSON.parse(line)) Y.applyUpdate(doc, Buffer.from(update, 'hex'))
  } catch (thrown) {
    error = String(thrown)
  }
  const pending = doc.store.pendingStructs !== null || doc.store.pendingDs !== null
  process.stdout.write(`${JSON.stringify({ delta: doc.getText('words').toDelta(), pending, error })}\n`)
}
