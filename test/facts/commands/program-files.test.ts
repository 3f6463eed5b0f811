import { kindRows } from '../../support/kinds.ts'

const script = `import { $ } from 'zx'
for (let i = 0; i < 15; i++) console.log(\`not healthy yet (\${i}), waiting\`)
await $\`az containerapp update \\
    --name shop --image \${process.env.IMAGE}\`
`

kindRows('what a program hands to a shell is followed, and its own texts are no commands', [
  ['by an ending of TypeScript', 'deno run -A ops/run.mts', ['deploy'], { 'ops/run.mts': script }],
  ['by what runs it, without an ending', 'node ops/run', ['deploy'], { 'ops/run': script }],
])

kindRows('programs that Windows keeps are known by their names', [
  ['in a folder of a variable', '"%ProgramFiles%/dotnet/dotnet.exe" format --verify-no-changes', ['lint']],
  ['in a folder of a disk', '"C:/Program Files/Google/Chrome/Application/chrome.exe" --pack-extension=.', ['package']],
  ['a browser that shows a page', 'google-chrome --headless --screenshot https://shop.example', []],
  ['a script of one of its own', '"C:/jobs/deploy.exe"', ['?deploy+migrate+smoke-test+rollback+notify+record']],
  ['who owns which files', 'github-codeowners audit --only-git --unloved', ['lint']],
])

kindRows('data that a container is given is no script', [
  [
    'a collection for an entry point of an image elsewhere',
    'docker compose run --rm asks api/smoke.postman_collection.json',
    ['?smoke-test'],
    {
      'compose.yaml': 'services:\n  asks:\n    image: postman/newman\n    volumes: [".:/etc/newman"]\n',
      'api/smoke.postman_collection.json': '{"item": [{"event": [{"script": {"exec": ["deploy.sh production"]}}]}]}',
    },
  ],
])
