using System.Collections.Immutable;
using System.Text.Json;

namespace Windtunnel;

/// <summary>A question to a person.</summary>
public sealed record HumanInput
{
    internal static readonly ImmutableArray<string> Ok = ["OK"];
    internal static readonly ImmutableArray<string> ApproveOrReject = ["Approve", "Reject"];

    /// <summary>The question in one line.</summary>
    public required string Subject { get; init; }

    /// <summary>What the person should know, in Markdown; null: nothing more.</summary>
    public string? Body { get; init; }

    /// <summary>What may be answered. <c>AskHuman</c> and <c>HumanBranch</c> need at least one, <c>HumanEntry</c> has OK by default,
    /// <c>Approval</c> has Approve and Reject and takes no others.</summary>
    public ImmutableArray<string> Options { get; init; } = [];

    /// <summary>Taken when nobody answers in time; a subset of the options, one only unless <see cref="Multiple"/>.
    /// Empty, the default: the try fails instead.</summary>
    public ImmutableArray<string> Defaults { get; init; } = [];

    /// <summary>Whether several options may be chosen. Default false.</summary>
    public bool Multiple { get; init; }

    /// <summary>How long an answer is waited for; null, the default: for ever.</summary>
    public TimeSpan? ResponseTimeout { get; init; }

    /// <summary>Values asked for beside the choice.</summary>
    public ImmutableArray<Param> Params { get; init; } = [];
}

/// <summary>A person's answer.</summary>
public sealed record HumanAnswer
{
    public required ImmutableArray<string> ChosenOptions { get; init; }

    /// <summary>The values given for <see cref="HumanInput.Params"/>, as a JSON object; an empty one when none were asked for.</summary>
    public JsonElement ParamsInput { get; init; }

    public required DateTimeOffset RespondedAt { get; init; }

    /// <summary>Null when the defaults were taken because nobody answered.</summary>
    public string? RespondedBy { get; init; }
}
