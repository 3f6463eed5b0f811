import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waysOfText } from '../../../src/facts/change/ways.ts'

/** A command, and the ways in which it changes a running system; `?` where that cannot be told. */
const commands: readonly (readonly [string, string])[] = [
  // a shell there
  ['ssh ops@shop.example.org uptime', ''],
  ['ssh ops@shop.example.org', ''],
  ['ssh -T git@github.com', ''],
  ['ssh -N -L 5432:db:5432 bastion', ''],
  ['ssh -i key -p 2222 ops@shop.example.org "cd /srv && git pull && docker compose up -d"', 'ssh'],
  ['ssh ops@shop.example.org sudo systemctl status shop', ''],
  ['ssh ops@shop.example.org sudo systemctl restart shop', 'ssh'],
  ['ssh ops@shop.example.org /opt/turn', 'ssh?'],
  ['ssh ops@shop.example.org "sed -i s/a/b/ /etc/shop.conf"', 'configuration ssh'],
  ['ssh ops@shop.example.org "echo on > /etc/shop/switch"', 'configuration ssh'],
  ['ssh ops@shop.example.org "docker ps 2>/dev/null"', ''],
  ['kubectl exec -n prod deploy/shop -- ls /app', ''],
  ['kubectl exec -n prod deploy/shop -- rm -rf /app/cache', 'ssh'],
  ['kubectl exec db-0 -- psql shop -c "delete from carts"', 'database ssh'],
  ['kubectl exec db-0 -- psql shop -c "select 1"', ''],
  ['docker exec shop sh -c "rm /tmp/lock"', 'ssh'],
  ['aws ssm start-session --target i-1 --document-name AWS-StartPortForwardingSession', ''],
  ['aws ssm send-command --instance-ids i-1 --parameters commands=["systemctl restart shop"]', 'ssh'],
  ['ansible web -m shell -a "systemctl restart shop"', 'ssh'],
  ['ansible-playbook -i production site.yml', ''],
  ['cap production deploy', 'ssh'],
  ['dep deploy production', 'file-copy? ssh'],
  // databases
  ['psql "$URL" -c "select now()"', ''],
  ['psql "$URL" -c "UPDATE orders SET a = 1"', 'database'],
  ['psql -l', ''],
  ['mysql -h db.example.org -e "show tables"', ''],
  ['mysql -h db.example.org shop < fix.sql', 'database file'],
  ['mongosh "$URL" --eval "db.carts.deleteMany({})"', 'database'],
  ['mongosh "$URL" --eval "db.carts.find()"', ''],
  ['redis-cli -h cache.example.org get a', ''],
  ['redis-cli -h cache.example.org flushall', 'database'],
  ['pg_dump shop > shop.sql', ''],
  ['pg_restore -d "$URL" shop.dump', 'database'],
  ['heroku pg:psql --app shop -c "truncate carts"', 'database'],
  ['bin/konduit.sh shop -- psql -c "delete from carts"', 'database'],
  ['flyway migrate', ''],
  // copies
  ['scp dist.tgz ops@shop.example.org:/srv', 'file-copy'],
  ['scp ops@shop.example.org:/srv/log .', ''],
  ['rsync -a dist/ /var/www', ''],
  ['rsync -an dist/ ops@shop.example.org:/srv -n', ''],
  ['kubectl cp a.png prod/shop-0:/app/a.png', 'file-copy'],
  ['kubectl cp prod/shop-0:/app/a.png a.png', ''],
  ['aws s3 sync dist s3://shop', ''],
  // configuration
  ['kubectl -n prod scale deploy shop --replicas=3', 'configuration'],
  ['kubectl set image deploy/shop shop=shop:2', 'configuration'],
  ['kubectl patch cm shop -p "{}" --dry-run=client', ''],
  ['kubectl apply -f deploy/', ''],
  ['kubectl rollout restart deploy shop', ''],
  ['kubectl create configmap shop --from-file=a', 'configuration infrastructure'],
  ['oc create -f secret.yaml', ''],
  ['heroku config:set A=b', 'configuration'],
  ['heroku config', ''],
  ['cf set-env shop A b', 'configuration'],
  ['az webapp config appsettings set --name shop --settings A=b', 'configuration'],
  ['az webapp config appsettings list --name shop', ''],
  ['aws ssm put-parameter --name a --value b', 'configuration'],
  ['aws ssm get-parameter --name a', ''],
  ['argocd app set shop -p image.tag=2', 'configuration'],
  // infrastructure
  ['aws ecr create-repository --repository-name shop', 'infrastructure'],
  ['aws deploy create-deployment --application-name shop', ''],
  ['aws cloudfront create-invalidation --distribution-id X --paths "/*"', ''],
  ['aws cloudformation create-stack --template-body file://a.yaml', ''],
  ['gcloud beta pubsub topics create orders', 'infrastructure'],
  ['gcloud deploy releases create r1', ''],
  ['gcloud projects add-iam-policy-binding p --member m --role r', 'infrastructure'],
  ['az group create --name shop', 'infrastructure'],
  ['az deployment group create -g shop --template-file main.bicep', ''],
  ['az acr build -t shop .', ''],
  ['kubectl create namespace shop', 'infrastructure'],
  ['kubectl create job once --from=cronjob/once', ''],
  ['kubectl run shop --image=shop', 'infrastructure'],
  ['kubectl run probe --rm -i --image=curl -- curl http://shop', ''],
  ['kubectl create -f namespace.yaml', ''],
  ['eksctl create cluster -f cluster.yaml', ''],
  ['heroku addons:create heroku-postgresql', 'infrastructure'],
  ['terraform apply', ''],
]

for (const [command, expected] of commands) {
  test(`ways: ${command}`, () => {
    const found = waysOfText(command).map(({ way, changes }) =>
      changes === 'yes' ? way : changes === 'open' ? `${way}?` : `${way} file`,
    )
    assert.equal(found.sort().join(' '), expected)
  })
}
