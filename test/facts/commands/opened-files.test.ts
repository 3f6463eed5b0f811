import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findActs } from '../../../src/facts/pipeline/commands/index.ts'
import { repositoryOf } from '../../support/repository.ts'
import { scriptOf } from '../../support/script.ts'

const files = {
  '.gitattributes': '*.key filter=git-crypt diff=git-crypt\n/vault/** filter=crypt\n# *.md filter=crypt\n',
  'bank/till.key': 'x',
  'vault/a.yaml': 'x',
  'db.yaml.gpg': 'x',
  'api.json.secret': 'x',
  'README.md': 'x',
}

/** Commands, then the files that lie open after each. */
const rows: readonly (readonly [command: string, ...paths: string[]])[] = [
  ['sops -d app.enc.yaml > app.yaml', 'app.yaml'],
  ['sops --decrypt --output app.yaml app.enc.yaml', 'app.yaml'],
  ['sops -d -i conf/app.yaml', 'conf/app.yaml'],
  ['sops decrypt --output=app.yaml app.enc.yaml', 'app.yaml'],
  ['cd conf && ansible-vault decrypt app.yml --vault-password-file /run/pass.txt', 'conf/app.yml'],
  ['ansible-vault decrypt --output app.yml app.vault', 'app.yml'],
  ['ansible-vault view app.vault | tee app.yml', 'app.yml'],
  ['age -d -i id.txt -o app.yml app.age', 'app.yml'],
  ['sudo gpg --batch --decrypt --output account.json account.json.gpg', 'account.json'],
  ['openssl enc -d -aes-256-cbc -in a.enc -out a.pem', 'a.pem'],
  ['openssl aes-256-cbc -K $k -iv $iv -in a.enc -out a.pem -d', 'a.pem'],
  ['gcloud kms decrypt --key ci --ciphertext-file a.enc --plaintext-file a.json', 'a.json'],
  ['aws kms decrypt --ciphertext-blob fileb://a.enc --query Plaintext | base64 -d > a.json', 'a.json'],
  ['aws ssm get-parameter --name /gold/till --with-decryption > till.json', 'till.json'],
  ['vault kv get -format=json secret/gold > gold.json', 'gold.json'],
  ['az keyvault secret download --vault-name gold --name till --file till.pem', 'till.pem'],
  ['op read -o till.pem op://gold/till/key', 'till.pem'],
  ['git-crypt unlock /run/gold.key', 'bank/till.key'],
  ['transcrypt -c aes-256-cbc -p "$PASS" -y', 'vault/a.yaml'],
  ['blackbox_postdeploy', 'db.yaml'],
  ['git secret reveal', 'api.json'],
  // it is locked, checked or only decoded
  ['sops -e app.yaml > app.enc.yaml'],
  ['gpg --verify app.sig'],
  ['openssl base64 -d -in a.txt -out a.bin'],
  ['openssl req -x509 -nodes -days 365 -newkey rsa:2048 -keyout till.key -out till.crt'],
  ['openssl enc -aes-256-cbc -md sha256 -in app.yaml -out app.enc'],
  ['aws ssm get-parameter --name /gold/region > region.json'],
  ['sops -d app.enc.yaml > /run/app.yaml'],
  ['sops -d app.enc.yaml | kubectl apply -f -'],
  ['ssh gold@10.0.0.1 "sops -d app.enc.yaml > app.yaml"'],
]

for (const [command, ...paths] of rows)
  test(`leaves open: ${command}`, async () => {
    const acts = await findActs(scriptOf(command), repositoryOf(files))
    const opened = acts.flatMap(({ settings }) => (settings?.isOpened ? settings.path : []))
    assert.deepEqual(opened, paths)
  })
