using Windtunnel.Airflow;

namespace Windtunnel.Reference.Tests;

/// <summary>What each reference DAG ships to Airflow 3.3: a Python file that is kept here, so that a change of it is seen in review, or a
/// refusal that says what to do instead.</summary>
public sealed class ReferenceStubTests
{
    public static TheoryData<string> Ids => [.. ReferenceDags.Dags.DagIds];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Stub_OfEveryDag_IsTheOneThatIsKept(string dagId)
    {
        StubFile stub = Export(dagId);
        string kept = ReferenceRepository.PathTo("tests", "Windtunnel.Reference.Tests", "Stubs", stub.FileName);
        if (File.Exists(kept) && File.ReadAllText(kept) == stub.Text)
        {
            return;
        }

        string made = Path.Combine(Directory.CreateDirectory(ReferenceRepository.PathTo("out", "stubs")).FullName, stub.FileName);
        File.WriteAllText(made, stub.Text);
        Assert.Fail($"{stub.FileName} is not as it is kept. Compare it, then keep it: cp {made} {kept}");
    }

    private static StubFile Export(string dagId)
    {
        try
        {
            StubFile stub = StubExport.Of(ReferenceDags.Dags.Load(dagId));
            Assert.Equal($"{dagId}.py", stub.FileName);
            return stub;
        }
        catch (StubException e)
        {
            return new($"{dagId}.refused.txt", $"{e.Message}\n");
        }
    }
}
