// Drives an emulator with Google's own client and prints what the client saw, one JSON value a line.
//   node gcs.mjs <endpoint> <key of a service account>
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(pathToFileURL(process.cwd() + '/'));
const { Storage } = require('@google-cloud/storage');
const storage = new Storage({ apiEndpoint: process.argv[2], projectId: 'test', retryOptions: { autoRetry: false } });
const bucket = storage.bucket('flights');

async function step(name, act) {
    try {
        console.log(JSON.stringify({ name, ok: (await act()) ?? null }));
    } catch (e) {
        console.log(JSON.stringify({ name, error: e.code ?? String(e) }));
    }
}

await step('create', async () => (await storage.createBucket('flights'))[0].name);
await step('save', () => bucket.file('a/ü 1.txt').save('hello world', { metadata: { contentType: 'text/x', metadata: { k: 'v' } } }));
await step('download', async () => (await bucket.file('a/ü 1.txt').download())[0].toString());
await step('range', async () => (await bucket.file('a/ü 1.txt').download({ start: 6, end: 8 }))[0].toString());
await step('simple', () => bucket.file('b.txt').save('b', { resumable: false }));
await step('empty', () => bucket.file('empty').save(''));
await step('chunks', () => bucket.file('big').save(Buffer.alloc(600000, 'x'), { chunkSize: 262144 }));
await step('bigSize', async () => (await bucket.file('big').download())[0].length);
await step('metadata', async () => {
    const [m] = await bucket.file('a/ü 1.txt').getMetadata();
    return [m.contentType, m.metadata.k, m.size, m.metageneration];
});
await step('setMetadata', async () => (await bucket.file('b.txt').setMetadata({ contentType: 'text/z' }))[0].metageneration);
await step('exists', async () => [(await bucket.file('b.txt').exists())[0], (await bucket.file('nope').exists())[0]]);
await step('missing', () => bucket.file('nope').download());
await step('onlyNew', () => bucket.file('b.txt').save('again', { resumable: false, preconditionOpts: { ifGenerationMatch: 0 } }));
await step('list', async () => (await bucket.getFiles()).flat().filter((f) => f?.name).map((f) => f.name));
await step('paged', async () => {
    const [files, next] = await bucket.getFiles({ autoPaginate: false, maxResults: 2 });
    return [files.map((f) => f.name), next?.pageToken !== undefined];
});
await step('prefixes', async () => (await bucket.getFiles({ autoPaginate: false, delimiter: '/' }))[2].prefixes);
await step('copy', () => bucket.file('b.txt').copy(bucket.file('c.txt')).then(() => undefined));
await step('combine', () => bucket.combine(['b.txt', 'c.txt'], 'bc.txt').then(() => undefined));
await step('combined', async () => (await bucket.file('bc.txt').download())[0].toString());
await step('signed', async () => {
    const signer = new Storage({ apiEndpoint: process.argv[2], projectId: 'test', credentials: JSON.parse(process.argv[3]) });
    const [address] = await signer.bucket('flights').file('bc.txt').getSignedUrl({ version: 'v4', action: 'read', expires: Date.now() + 60000 });
    const answer = await fetch(address);
    return [answer.status, await answer.text()];
});
await step('move', () => bucket.file('c.txt').move('d.txt').then(() => undefined));
await step('notEmpty', () => bucket.delete().then(() => undefined));
await step('deleteFiles', () => bucket.deleteFiles().then(() => undefined));
await step('delete', () => bucket.delete().then(() => undefined));
