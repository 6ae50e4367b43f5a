using System.Data.Common;

namespace Windtunnel;

/// <summary>Rows that are read through <see cref="HookCalls"/>.</summary>
internal sealed class WatchedReader(DbDataReader inner, HookCalls calls) : PassedReader(inner)
{
    public override Task<bool> ReadAsync(CancellationToken cancellationToken) =>
        calls.ContinueAsync(() => new ValueTask<bool>(base.ReadAsync(cancellationToken))).AsTask();

    public override Task<bool> NextResultAsync(CancellationToken cancellationToken) =>
        calls.ContinueAsync(() => new ValueTask<bool>(base.NextResultAsync(cancellationToken))).AsTask();

    public override Task<T> GetFieldValueAsync<T>(int ordinal, CancellationToken cancellationToken) =>
        calls.ContinueAsync(() => new ValueTask<T>(base.GetFieldValueAsync<T>(ordinal, cancellationToken))).AsTask();

    public override Task<bool> IsDBNullAsync(int ordinal, CancellationToken cancellationToken) =>
        calls.ContinueAsync(() => new ValueTask<bool>(base.IsDBNullAsync(ordinal, cancellationToken))).AsTask();
}
