using System.Text.RegularExpressions;

namespace Windtunnel.Airflow;

/// <summary>Finds what differs between the stub that is deployed and the one that the bundle would export.</summary>
internal static partial class StubDrift
{
    private const int MostShown = 20;

    public static IEnumerable<string> Between(string deployed, StubFile exported)
    {
        List<StubLine> there = Lines(deployed);
        List<StubLine> here = Lines(exported.Text);
        if (there.SequenceEqual(here))
        {
            return [];
        }

        string[] gone = [.. Only(here, there).Select(line => line.Says("the deployed stub lacks"))];
        string[] extra = [.. Only(there, here).Select(line => line.Says("the bundle does not have"))];
        string[] found = [.. gone, .. extra];
        return found.Length == 0 ? Moved(there, here, exported.FileName)
            : found.Length <= MostShown ? found
            : [.. found.Take(MostShown), $"{found.Length - MostShown} further lines differ. Export {exported.FileName} again."];
    }

    /// <summary>The same lines, at other places: what is indented otherwise belongs to another group.</summary>
    private static string[] Moved(List<StubLine> there, List<StubLine> here, string file)
    {
        (StubLine There, StubLine Here) first = there.Zip(here).First(pair => pair.First != pair.Second);
        return first.There with { Indent = 0 } == first.Here with { Indent = 0 }
            ? [first.There.Says("the deployed stub has another indentation, which puts it into another group,"), $"Export {file} again."]
            : [first.There.Says("the deployed stub has the lines in another order, first"), $"Export {file} again."];
    }

    private static List<StubLine> Lines(string text)
    {
        List<StubLine> lines = [];
        int unnamed = int.MaxValue;
        string? task = null;
        foreach (string line in text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0))
        {
            string content = line.TrimStart();
            if (Named().Match(content) is { Success: true } named)
            {
                task = named.Groups[1].Value;
                for (int i = unnamed; i < lines.Count; i++)
                {
                    lines[i] = lines[i] with { Task = task };
                }
            }
            else if (Beginning().IsMatch(content))
            {
                task = null;
                unnamed = content.StartsWith("@task.stub", StringComparison.Ordinal) ? lines.Count : int.MaxValue;
            }

            lines.Add(new(task, line.Length - content.Length, content));
            unnamed = task is null ? unnamed : int.MaxValue;
        }

        return lines;
    }

    /// <summary>Lines that occur more often in the one than in the other, whatever their indentation.</summary>
    private static IEnumerable<StubLine> Only(List<StubLine> one, List<StubLine> other)
    {
        Dictionary<StubLine, int> left = other.CountBy(line => line with { Indent = 0 }).ToDictionary();
        foreach (StubLine line in one.Select(line => line with { Indent = 0 }))
        {
            left.TryGetValue(line, out int count);
            if (count == 0)
            {
                yield return line;
            }

            left[line] = Math.Max(0, count - 1);
        }
    }

    // What adds a task, marks it or draws edges from it. Its decorator stands before the first of these.
    [GeneratedRegex(@"^tasks\[""(.+?)""\](?: = | >> |\.as_)")]
    private static partial Regex Named();

    [GeneratedRegex(@"^(?:@|with |from |import |tasks = |\w+\.expand\()")]
    private static partial Regex Beginning();

    /// <param name="Task">The task that it is about; null when it is about no single one.</param>
    /// <param name="Indent">In characters.</param>
    /// <param name="Text">Without the indentation.</param>
    private readonly record struct StubLine(string? Task, int Indent, string Text)
    {
        public string Says(string what) => Task is null
            ? $"{char.ToUpperInvariant(what[0])}{what[1..]}: {Text}"
            : $"Task '{Task}': {what}: {Text}";
    }
}
