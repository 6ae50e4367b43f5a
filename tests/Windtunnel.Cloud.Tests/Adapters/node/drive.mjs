// Drives the emulators with Amazon's and Microsoft's own clients for Node and prints what they saw, one JSON value a line.
//   node drive.mjs <S3 endpoint> <connection string of Azure Blob>
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(pathToFileURL(process.cwd() + '/'));
const s3 = require('@aws-sdk/client-s3');
const { BlobServiceClient } = require('@azure/storage-blob');

async function step(name, act) {
    try {
        console.log(JSON.stringify({ name, ok: (await act()) ?? null }));
    } catch (e) {
        console.log(JSON.stringify({ name, error: e.code ?? e.name ?? String(e) }));
    }
}

const amazon = new s3.S3Client({
    endpoint: process.argv[2],
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'windtunnel', secretAccessKey: 'windtunnel-secret' },
    maxAttempts: 1,
});
const Bucket = 'flights';
const send = (command) => amazon.send(command);
await step('s3 put', async () => (await send(new s3.PutObjectCommand({ Bucket, Key: 'a/ü 1+.txt', Body: 'hello world', Metadata: { k: 'v' } }))).ETag);
await step('s3 get', async () => {
    const got = await send(new s3.GetObjectCommand({ Bucket, Key: 'a/ü 1+.txt' }));
    return [await got.Body.transformToString(), got.Metadata.k];
});
await step('s3 range', async () => (await send(new s3.GetObjectCommand({ Bucket, Key: 'a/ü 1+.txt', Range: 'bytes=-5' }))).Body.transformToString());
await step('s3 once', () => send(new s3.PutObjectCommand({ Bucket, Key: 'a/ü 1+.txt', Body: 'again', IfNoneMatch: '*' })));
await step('s3 missing', () => send(new s3.GetObjectCommand({ Bucket, Key: 'nope' })));
for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'SHA1', 'SHA256']) {
    await step(`s3 ${ChecksumAlgorithm}`, async () => {
        await send(new s3.PutObjectCommand({ Bucket, Key: ChecksumAlgorithm, Body: 'hello world', ChecksumAlgorithm }));
        const got = await send(new s3.GetObjectCommand({ Bucket, Key: ChecksumAlgorithm, ChecksumMode: 'ENABLED' }));
        await got.Body.transformToString();
        return got[`Checksum${ChecksumAlgorithm}`];
    });
}
await step('s3 multipart', async () => {
    const { UploadId } = await send(new s3.CreateMultipartUploadCommand({ Bucket, Key: 'big', ChecksumAlgorithm: 'CRC32' }));
    const Parts = [];
    for (const [i, size] of [5 << 20, 10].entries()) {
        const part = await send(new s3.UploadPartCommand({ Bucket, Key: 'big', UploadId, PartNumber: i + 1, Body: Buffer.alloc(size, 'x'), ChecksumAlgorithm: 'CRC32' }));
        Parts.push({ PartNumber: i + 1, ETag: part.ETag, ChecksumCRC32: part.ChecksumCRC32 });
    }
    await send(new s3.CompleteMultipartUploadCommand({ Bucket, Key: 'big', UploadId, MultipartUpload: { Parts } }));
    return (await send(new s3.HeadObjectCommand({ Bucket, Key: 'big' }))).ContentLength;
});
await step('s3 copy', async () => {
    await send(new s3.CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/${encodeURIComponent('a/ü 1+.txt')}` }));
    return (await send(new s3.GetObjectCommand({ Bucket, Key: 'copy' }))).Body.transformToString();
});
await step('s3 list', async () => {
    const page = await send(new s3.ListObjectsV2Command({ Bucket, Delimiter: '/', MaxKeys: 2 }));
    const next = await send(new s3.ListObjectsV2Command({ Bucket, Delimiter: '/', ContinuationToken: page.NextContinuationToken }));
    return [page, next].flatMap((p) => [...(p.CommonPrefixes ?? []).map((c) => c.Prefix), ...(p.Contents ?? []).map((c) => c.Key)]).sort();
});
await step('s3 delete many', async () => (await send(new s3.DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'copy' }, { Key: 'big' }] } }))).Deleted.length);
await step('s3 select', () => send(new s3.GetBucketInventoryConfigurationCommand({ Bucket, Id: 'x' })));

const container = BlobServiceClient.fromConnectionString(process.argv[3], { retryOptions: { maxTries: 1 } }).getContainerClient('flights');
const text = async (response) => {
    const chunks = [];
    for await (const chunk of response.readableStreamBody) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
};
const blob = container.getBlockBlobClient('a/ü 1+.txt');
await step('blob put', async () => (await blob.upload('hello world', 11, { metadata: { k: 'v' } })).etag !== undefined);
await step('blob get', async () => {
    const got = await blob.download();
    return [await text(got), got.metadata.k];
});
await step('blob range', async () => text(await blob.download(6, 5)));
await step('blob once', () => blob.upload('again', 5, { conditions: { ifNoneMatch: '*' } }));
await step('blob missing', () => container.getBlobClient('nope').download());
await step('blob blocks', async () => {
    const big = container.getBlockBlobClient('big');
    await big.uploadData(Buffer.alloc(3 << 20, 'x'), { maxSingleShotSize: 1, blockSize: 1 << 20, concurrency: 3 });
    return [(await big.getProperties()).contentLength, (await big.getBlockList('all')).committedBlocks.length];
});
await step('blob append', async () => {
    const log = container.getAppendBlobClient('log');
    await log.create();
    await log.appendBlock('one,', 4);
    await log.appendBlock('two', 3, { conditions: { appendPosition: 4 } });
    return text(await log.download());
});
await step('blob lease', async () => {
    await blob.getBlobLeaseClient().acquireLease(15);
    await blob.upload('x', 1);
});
await step('blob list', async () => {
    const names = [];
    for await (const page of container.listBlobsByHierarchy('/').byPage({ maxPageSize: 2 })) {
        names.push(...(page.segment.blobPrefixes ?? []).map((p) => p.name), ...page.segment.blobItems.map((b) => b.name));
    }
    return names.sort();
});
await step('blob batch', async () => {
    const batch = await container.getBlobBatchClient().deleteBlobs([container.getBlobClient('big'), container.getBlobClient('nope')]);
    return [batch.subResponsesSucceededCount, batch.subResponsesFailedCount];
});
