// Starts other emulators, each on a port that the system chooses, and prints where they listen, one JSON value a line.
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';

const said = (name, endpoint) => console.log(JSON.stringify({ name, endpoint }));

const { startFauxqs } = await import(pathToFileURL(`${process.cwd()}/node_modules/fauxqs/dist/app.js`));
const fauxqs = await startFauxqs({ port: 0, logger: false });
fauxqs.setup({ buckets: ['flights'] });
said('fauxqs', `http://127.0.0.1:${fauxqs.port}`);

const azurite = spawn(
    process.execPath,
    ['node_modules/azurite/dist/src/blob/main.js', '--inMemoryPersistence', '--blobPort', '0', '--skipApiVersionCheck', '--disableTelemetry']);
azurite.stdout.on('data', (text) => {
    const found = /listens on (\S+)/.exec(text);
    if (found) said('azurite', found[1]);
});
// Whoever started this ends it by closing its input.
process.stdin.on('end', () => {
    azurite.kill();
    process.exit();
}).resume();
