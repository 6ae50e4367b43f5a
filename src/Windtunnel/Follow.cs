using System.Collections.Immutable;

namespace Windtunnel;

/// <summary>A branch's answer: which tasks are followed. Everything downstream of a named task counts as followed too;
/// the branch's other direct downstream tasks are skipped.</summary>
public sealed class Follow
{
    private Follow(ImmutableArray<string> ids, bool isOne = false)
    {
        Ids = ids;
        IsOne = isOne;
    }

    /// <summary>Follows nothing: every direct downstream task is skipped.</summary>
    public static Follow None { get; } = new([]);

    /// <summary>The ids of tasks or groups; a group's id stands for its first tasks.</summary>
    public ImmutableArray<string> Ids { get; }

    /// <summary>One id by itself, not a list of one: on Airflow the result is then that id.</summary>
    internal bool IsOne { get; }

    public static implicit operator Follow(string id) => new([id], isOne: true);

    public static implicit operator Follow(string[] ids) => new([.. ids]);

    /// <summary>Follows the tasks or groups with these ids.</summary>
    public static Follow Only(params ReadOnlySpan<string> ids) => new([.. ids]);
}
