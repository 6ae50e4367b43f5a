using System.Globalization;
using Windtunnel.Tests.Runs;

namespace Windtunnel.Tests.Fingerprints;

public sealed class FingerprintTests
{
    private static readonly Fingerprint Here = Fingerprint.Empty
        .With("culture", "en-GB").With("database.version", "15.18").With("cpus", "2").With("package.Npgsql", "10.0.3");

    [Theory]
    [InlineData("os")]
    [InlineData("kernel")]
    [InlineData("runtime")]
    [InlineData("culture")]
    [InlineData("time_zone")]
    [InlineData("windtunnel")]
    [InlineData("cpus")]
    [InlineData("package.CsCheck")]
    public void OfThisProcess_Always_KnowsWhatItStandsOn(string fact) => Assert.NotEmpty(Fingerprint.OfThisProcess.Facts[fact]);

    [Fact]
    public void OfThisProcess_OnLinux_KnowsClockSourceAndTimeZoneData()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems do not tell.");
        Assert.NotEmpty(Fingerprint.OfThisProcess.Facts["clock_source"]);
        Assert.SkipUnless(File.Exists("/usr/share/zoneinfo/tzdata.zi"), "This machine has no tzdata.zi, which holds the version.");
        Assert.Matches("^20[0-9]{2}[a-z]+$", Fingerprint.OfThisProcess.Facts["time_zone_data"]);
    }

    [Fact]
    public void OfThisProcess_InARepository_KnowsTheCommit()
    {
        using var folder = new TemporaryFolder();
        (string Name, string? Value)[] outside = [.. CommitFacts.Of(folder.File(""), "1.2.3+abc")];
        Assert.Equal([("commit", "abc")], outside);
        Assert.Empty(CommitFacts.Of(folder.File(""), "1.2.3"));
        Assert.Matches("^[0-9a-f]{40}$", CommitFacts.Of(AppContext.BaseDirectory, null).First().Value);
    }

    [Fact]
    public void OfThisProcess_WithAProxy_KeepsItsPasswordToItself()
    {
        Environment.SetEnvironmentVariable("https_proxy", "http://user:hidden-word@proxy:3128");
        try
        {
            KeyValuePair<string, string>[] facts = [.. ProcessFacts.Gather()];
            Assert.Contains(KeyValuePair.Create("variable.https_proxy", "set"), facts);
            Assert.DoesNotContain(facts, fact => fact.Value.Contains("hidden-word", StringComparison.Ordinal));
        }
        finally
        {
            Environment.SetEnvironmentVariable("https_proxy", null);
        }
    }

    [Fact]
    public void OfThisProcess_UnderAnotherCulture_TellsIt()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
        string found = ProcessFacts.Gather().Single(fact => fact.Key == "culture").Value;
        CultureInfo.CurrentCulture = before;
        Assert.Equal("tr-TR", found);
    }

    [Fact]
    public void Drifts_BetweenIdenticalFingerprints_AreNone()
    {
        Fingerprint same = Fingerprint.Of(Here.Facts);
        Assert.Empty(Here.DriftsTo(same));
        Assert.Equal(Here, same);
        Assert.Equal(Here.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(Here, same.With("culture", null));
    }

    [Fact]
    public void Drifts_OfSeveralKinds_AreRankedByWhatTheyCanBreak()
    {
        Fingerprint there = Here.With("culture", "de-DE").With("cpus", "8").With("database.version", "15.20").With("package.Npgsql", null);

        Assert.Equal(
            [
                "Results culture: 'en-GB' and 'de-DE'. Numbers, dates and texts are written, read and sorted by the culture.",
                "Results package.Npgsql: '10.0.3' and not known. Another version of a package may behave otherwise.",
                "Failures database.version: '15.18' and '15.20'. Another version may answer the same question otherwise.",
                "Timing cpus: '2' and '8'. Durations and limits found in the one do not hold in the other.",
            ],
            Here.DriftsTo(there).Select(drift => $"{drift.Effect} {drift}"));
    }

    [Theory]
    [InlineData("database.collation", "C", "tr_TR", DriftEffect.Results)]
    [InlineData("service.warehouse.collation", "C", "tr_TR", DriftEffect.Results)]
    [InlineData("service.warehouse.version", "PostgreSQL 15.18", "PostgreSQL 16.2", DriftEffect.Results)]
    [InlineData("service.warehouse.version", "PostgreSQL 15.18", "PostgreSQL 15.20", DriftEffect.Failures)]
    [InlineData("database.time_zone", "UTC", "Europe/Rome", DriftEffect.Results)]
    [InlineData("time_zone_data", "2025a", "2025b", DriftEffect.Results)]
    [InlineData("database.extension.postgis", null, "3.4", DriftEffect.Failures)]
    [InlineData("runtime", ".NET 10.0.1", ".NET 10.0.2", DriftEffect.Failures)]
    [InlineData("runtime", ".NET 9.0.1", ".NET 10.0.2", DriftEffect.Results)]
    [InlineData("variable.TZ", "UTC", "Asia/Tokyo", DriftEffect.Failures)]
    [InlineData("clock_source", "tsc", "hpet", DriftEffect.Timing)]
    [InlineData("a_fact_of_tomorrow", "1", "2", DriftEffect.Failures)]
    public void Drift_OfAFact_HasTheEffectOfItsKind(string fact, string? here, string? there, DriftEffect effect)
    {
        Drift drift = Assert.Single(Fingerprint.Empty.With(fact, here).DriftsTo(Fingerprint.Empty.With(fact, there)));
        Assert.Equal(effect, drift.Effect);
    }

    [Fact]
    public void Fingerprint_OfARun_LiesBesideItsJournal()
    {
        using var folder = new TemporaryFolder();
        var run = new Run(new JournalWriting(JournalWriting.Task("load")).Journal, null, new Lazy<Fingerprint>(Here));

        run.Save(folder.File("a.journal.jsonl"));

        Assert.Equal(Here, Fingerprint.Load(folder.File("a.fingerprint.json")));
        Assert.Equal(Here, Run.Load(folder.File("a.journal.jsonl")).Fingerprint);
    }

    [Theory]
    [InlineData("""{"facts":{}}""")]
    [InlineData("""{"fingerprint":2,"format":"windtunnel","facts":{}}""")]
    [InlineData("""{"fingerprint":1,"format":"windtunnel","facts":{"cpus":2}}""")]
    [InlineData("not JSON")]
    public void Fingerprint_FromAnotherFile_IsRefused(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.json"), text);
        Assert.Contains("is no fingerprint of version 1.", Assert.Throws<InvalidDataException>(
            () => Fingerprint.Load(folder.File("a.json"))).Message, StringComparison.Ordinal);
    }
}
