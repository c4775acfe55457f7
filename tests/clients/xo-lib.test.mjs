// npm's xo-lib, as it is, against the server with its demo pool.
import assert from 'node:assert/strict'
import { test } from 'node:test'

import xoLib from 'xo-lib'

import { freePort, start, until } from './rig.mjs'

const Xo = xoLib.default ?? xoLib

test('xo-lib signs in, reads, hears and acts', async t => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  await start(t, 'xenith-server', ['--demo', '--listen', `127.0.0.1:${port}`], `${url}/health`)

  const xo = new Xo({ url })
  t.after(() => xo.close())
  await xo.open()
  await xo.signIn({ email: 'admin@admin.net', password: 'admin' })
  assert.equal(xo.user.email, 'admin@admin.net')

  const objects = new Map()
  xo.on('notification', ({ method, params }) => {
    if (method !== 'all') return
    for (const [id, object] of Object.entries(params.items)) {
      if (params.type === 'exit') objects.delete(id)
      else objects.set(id, object)
    }
  })

  const all = await until('60 VMs being known', async () => {
    const all = await xo.call('xo.getAllObjects')
    return Object.values(all).filter(object => object.type === 'VM').length === 60 && all
  })
  const halted = Object.values(all).find(object => object.type === 'VM' && object.power_state === 'Halted')
  assert.ok(halted, 'a halted VM')
  assert.equal(all[halted.$pool].type, 'pool')

  await xo.call('vm.start', { id: halted.id })
  await until('the start being notified', () => objects.get(halted.id)?.power_state === 'Running')

  await xo.call('vm.set', { id: halted.id, name_label: 'renamed by xo-lib' })
  await until('the rename being notified', () => objects.get(halted.id)?.name_label === 'renamed by xo-lib')

  await assert.rejects(xo.call('vm.start', { id: halted.id }), error => error.code !== undefined)
  await assert.rejects(xo.call('vm.start', { id: 'no-such-vm' }), error => error.code === 1)
})

test('xo-lib is refused with a wrong password', async t => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  await start(t, 'xenith-server', ['--demo', '--listen', `127.0.0.1:${port}`], `${url}/health`)
  const xo = new Xo({ url })
  t.after(() => xo.close())
  await xo.open()
  await assert.rejects(xo.signIn({ email: 'admin@admin.net', password: 'wrong' }), error => error.code === 3)
})
