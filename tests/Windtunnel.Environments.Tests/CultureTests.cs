using System.Globalization;

namespace Windtunnel.Environments.Tests;

/// <summary>Cultures with another decimal point, another "i", another calendar and other signs.</summary>
public sealed class CultureTests : IDisposable
{
    private readonly CultureInfo _own = CultureInfo.CurrentCulture;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Cultures => ["de-DE", "tr-TR", "ar-SA", "sv-SE"];

    public void Dispose() => CultureInfo.CurrentCulture = _own;

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task Environment_InAnyCulture_StartsAndSaysTheSame(string culture)
    {
        CultureInfo.CurrentCulture = new(culture);
        await using var environment = new TestEnvironment().Add(Service.Redis("cache")).Add(Service.Smtp("mail"));

        string report = $"{await environment.StartAsync(Token)}";
        await using TestPart part = await environment.OpenAsync(Token);

        Assert.Matches(@"(?m)^cache: native, Redis [0-9.]+, ready after [0-9]+ ms$", report);
        Assert.Matches(@"(?m)^mail: embedded, ready after [0-9]+ ms$", report);
        Assert.Matches(@"^\{""db"": ?[0-9]+\}$", part.Connections["cache"].Extra);
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Setting_InAnyCulture_IsReadAndShownTheSame(string culture)
    {
        CultureInfo.CurrentCulture = new(culture);

        SettingValues values = new Settings()
            .Variable(Param.Of("late_after_hours", 1.5))
            .WithVariable("late_after_hours", "-2.25")
            .Resolve();

        Assert.Equal("late_after_hours = -2.25 (the test, over the default)", values.ToString());
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Leak_InAnyCulture_IsToldTheSame(string culture)
    {
        CultureInfo.CurrentCulture = new(culture);
        var ledger = new LeakLedger(() => []);
        using var audit = new LeakAudit(ledger, "IŞIK");

        ledger.Note("a session that is idle.");

        Assert.Equal("Test 'IŞIK' left behind:\n  a session that is idle.", Assert.Throws<LeakException>(audit.ShouldBeClean).Message);
    }
}
