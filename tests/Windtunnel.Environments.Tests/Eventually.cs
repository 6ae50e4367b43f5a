using System.Runtime.CompilerServices;

namespace Windtunnel.Environments.Tests;

/// <summary>Waits for what another process does. A test whose feature is broken fails after a minute, rather than hanging.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static CancellationTokenSource Limit() => new(Longest);

    public static async Task IsAsync(Func<bool> isSo, [CallerArgumentExpression(nameof(isSo))] string what = "")
    {
        using CancellationTokenSource limit = Limit();
        while (!isSo())
        {
            Assert.False(limit.IsCancellationRequested, $"It did not come to be in a minute: {what}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
