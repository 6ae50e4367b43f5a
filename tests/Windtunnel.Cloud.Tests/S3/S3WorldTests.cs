using Amazon.S3;
using Amazon.S3.Model;
using Windtunnel.Testing;

namespace Windtunnel.Cloud.Tests.S3;

[Collection(nameof(MeasuresMemory))]
public sealed class S3WorldTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restore_OfASnapshot_PutsBackWhatWasThere()
    {
        await using S3Emulator s3 = Emulator.S3().WithBucket("flights");
        using AmazonS3Client client = S3SdkTests.ClientOf(s3);
        await client.PutObjectAsync(new() { BucketName = "flights", Key = "k", ContentBody = "before" }, Cancellation);
        CloudSnapshot snapshot = s3.TakeSnapshot();
        await client.PutObjectAsync(new() { BucketName = "flights", Key = "k", ContentBody = "after" }, Cancellation);
        await client.PutObjectAsync(new() { BucketName = "flights", Key = "new", ContentBody = "x" }, Cancellation);

        s3.Restore(snapshot);

        Assert.Equal("before", await ReadAsync(client, "k"));
        Assert.Single((await client.ListObjectsV2Async(new() { BucketName = "flights" }, Cancellation)).S3Objects);
    }

    [Fact]
    public void Restore_OfAnotherServicesSnapshot_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Emulator.S3().Restore(Emulator.Sqs().TakeSnapshot()));

    [Fact]
    public async Task Emulators_SideBySide_ShareNothing()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 50), Cancellation, async (i, cancellation) =>
        {
            await using S3Emulator s3 = Emulator.S3().WithBucket("flights");
            using AmazonS3Client client = S3SdkTests.ClientOf(s3);
            await client.PutObjectAsync(new() { BucketName = "flights", Key = "k", ContentBody = $"{i}" }, cancellation);
            Assert.Equal($"{i}", await ReadAsync(client, "k"));
            Assert.Equal(2, s3.Calls.Count);
        });
    }

    [Fact]
    public async Task LargeObject_OnItsWay_IsNotHeldInMemory()
    {
        const long Size = 300L << 20;
        await using S3Emulator s3 = Emulator.S3().WithBucket("flights");
        using AmazonS3Client client = S3SdkTests.ClientOf(s3);
        Uri put = await PresignedAsync(client, HttpVerb.PUT), get = await PresignedAsync(client, HttpVerb.GET);
        using HttpClient http = new();
        using StreamContent zeros = new(new Zeros(Size));
        long before = GC.GetTotalMemory(forceFullCollection: true);

        using HttpResponseMessage stored = await http.PutAsync(put, zeros, Cancellation);
        long afterUpload = GC.GetTotalMemory(forceFullCollection: true);
        await using Stream got = await http.GetStreamAsync(get, Cancellation);
        long read = 0;
        byte[] buffer = new byte[1 << 20];
        while (await got.ReadAsync(buffer, Cancellation) is var count and > 0)
            read += count;

        Assert.Equal(Size, read);
        Assert.InRange(afterUpload - before, long.MinValue, Size / 4);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, Size / 4);
    }

    private static async Task<Uri> PresignedAsync(AmazonS3Client client, HttpVerb verb) => new(await client.GetPreSignedURLAsync(
        new()
        {
            BucketName = "flights",
            Key = "large",
            Verb = verb,
            Protocol = Protocol.HTTP,
            Expires =
            TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1)
        }));

    private static async Task<string> ReadAsync(AmazonS3Client client, string key)
    {
        using GetObjectResponse got = await client.GetObjectAsync("flights", key, Cancellation);
        return await new StreamReader(got.ResponseStream).ReadToEndAsync(Cancellation);
    }

    /// <summary>So many zero bytes.</summary>
    private sealed class Zeros(long length) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int taken = (int)Math.Min(count, length - Position);
            Array.Clear(buffer, offset, taken);
            Position += taken;
            return taken;
        }

        public override long Seek(long offset, SeekOrigin origin) =>
            Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => length + offset };

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>Tests that measure the heap of the process, with no other test beside them.</summary>
[CollectionDefinition(nameof(MeasuresMemory), DisableParallelization = true)]
public sealed class MeasuresMemory;
