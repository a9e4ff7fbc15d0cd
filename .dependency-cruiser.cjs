// Imports point down: domain ← storage ← collector ← gateway / dashboard / simulators / cli ← wattsteward.ts.
const test = '\\.test\\.ts$|^tests/|^bench/';
const only = (name, folder, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^${folder}/`, pathNot: test },
  to: {
    path: '^(domain|storage|collector|gateway|configuration|dashboard|simulators|cli|bench|tests|wattsteward)',
    pathNot: `^(${[folder, ...allowed].join('|')})(/|$)`,
  },
});

module.exports = {
  forbidden: [
    only('domain-is-pure', 'domain', [], 'domain/ imports no other folder'),
    {
      name: 'domain-does-no-io',
      severity: 'error',
      from: { path: '^domain/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    only('storage', 'storage', ['domain'], 'storage/ knows domain/ only'),
    only('collector', 'collector', ['domain', 'storage'], 'collector/ stands on storage/ and domain/'),
    only('configuration', 'configuration', ['domain'], 'configuration/ is read by wattsteward.ts and cli/'),
    only('gateway', 'gateway', ['domain', 'storage', 'collector'], 'gateway/ never decodes a payload'),
    only('dashboard-server', 'dashboard/server', ['domain', 'storage', 'collector'], 'the server has no broker in it'),
    only('dashboard-web', 'dashboard/web', ['domain'], 'pages talk HTTP; they take types and units from domain/'),
    only('simulators', 'simulators', ['domain', 'storage', 'collector'], 'simulators speak MQTT like a device'),
    only(
      'cli',
      'cli',
      ['domain', 'storage', 'collector', 'configuration', 'simulators', 'wattsteward.ts'],
      'one file a command',
    ),
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'declared-only',
      severity: 'error',
      from: { pathNot: 'node_modules' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
    { name: 'resolvable', severity: 'error', from: { pathNot: 'node_modules' }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage|data|docs)/|node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types', 'svelte'],
    },
  },
};
