// npm's xen-api, as it is, against the simulator.
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createClient } from 'xen-api'

import { freePort, start, until } from './rig.mjs'

test('xen-api reads, watches and acts', async t => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  await start(t, 'xapi-sim', ['--listen', `127.0.0.1:${port}`, '--hosts', '1', '--vms', '12'], url)

  const xapi = createClient({ url, auth: { user: 'root', password: 'xenith' } })
  t.after(() => xapi.disconnect())
  await xapi.connect()
  await xapi.objectsFetched

  await t.test('every class it knows is in its cache as the simulator has it', async () => {
    const cached = {}
    for (const object of Object.values(xapi.objects.all)) (cached[object.$type] ??= []).push(object)
    for (const type of Object.keys(cached)) {
      if (type === 'task') continue
      const records = await xapi.call(`${type}.get_all_records`)
      const refs = cached[type].map(object => object.$ref).sort()
      assert.deepEqual(refs, Object.keys(records).sort(), type)
    }
    assert.equal(cached.VM.filter(vm => !vm.is_a_template && !vm.is_control_domain).length, 12)
    assert.equal(xapi.pool.$master.$type, 'host')
  })

  await t.test('a VM stops and starts, and each change is heard', async () => {
    const vm = Object.values(xapi.objects.all).find(
      object => object.$type === 'VM' && !object.is_a_template && !object.is_control_domain && object.power_state === 'Running'
    )
    const state = () => xapi.getObjectByRef(vm.$ref).power_state
    await xapi.callAsync('VM.hard_shutdown', vm.$ref)
    await until('the halt being heard', () => state() === 'Halted')
    await xapi.callAsync('VM.start', vm.$ref, false, false)
    await until('the start being heard', () => state() === 'Running')
    await xapi.call('VM.set_name_label', vm.$ref, 'renamed by xen-api')
    await until('the rename being heard', () => xapi.getObjectByRef(vm.$ref).name_label === 'renamed by xen-api')
  })

  await t.test('a refusal has its XAPI code', async () => {
    const vm = Object.values(xapi.objects.all).find(object => object.$type === 'VM' && object.power_state === 'Running')
    await assert.rejects(xapi.callAsync('VM.start', vm.$ref, false, false), { code: /^(VM_BAD_POWER_STATE|OPERATION_NOT_ALLOWED)$/ })
  })
})

test('xen-api is refused with a wrong password', async t => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  await start(t, 'xapi-sim', ['--listen', `127.0.0.1:${port}`], url)
  const xapi = createClient({ url, auth: { user: 'root', password: 'wrong' } })
  await assert.rejects(xapi.connect(), { code: 'SESSION_AUTHENTICATION_FAILED' })
})
