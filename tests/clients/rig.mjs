// Starts release binaries for a client to speak to.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { resolve } from 'node:path'

const target = resolve(import.meta.dirname, '../..', process.env.CARGO_TARGET_DIR ?? 'target')
const bin = process.env.XENITH_BIN ?? resolve(target, 'release')

export const freePort = () =>
  new Promise((done, failed) => {
    const probe = createServer()
    probe.once('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => done(port))
    })
  })

export async function until(what, check, seconds = 20) {
  const end = Date.now() + seconds * 1000
  let last
  while (Date.now() < end) {
    try {
      const value = await check()
      if (value) return value
    } catch (error) {
      last = error
    }
    await new Promise(done => setTimeout(done, 50))
  }
  throw new Error(`${what} did not happen within ${seconds} s`, { cause: last })
}

/** Starts a binary, waits until `answers` is reached, and ends it with the test. */
export async function start(t, name, args, answers) {
  const child = spawn(resolve(bin, name), args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  child.stdout.on('data', data => (log += data))
  child.stderr.on('data', data => (log += data))
  let ended = false
  child.on('error', error => {
    log += error
    ended = true
  })
  child.on('exit', () => (ended = true))
  t.after(async () => {
    if (ended) return
    const gone = new Promise(done => child.once('exit', done))
    child.kill('SIGKILL')
    await gone
  })
  try {
    await until(`${name} answering`, async () => ended || (await fetch(answers)))
    if (ended) throw new Error(`${name} ended`)
  } catch (error) {
    throw new Error(`${error.message}\n${log}`, { cause: error })
  }
}
