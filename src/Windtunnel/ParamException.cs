using System.Collections.Immutable;
using System.Text.Json;
using Windtunnel.Schemas;

namespace Windtunnel;

/// <summary>A param's value that its schema does not allow.</summary>
/// <param name="Param">The param's name.</param>
/// <param name="Path">Where in its value, e.g. <c>$.limits[0]</c>; <c>$</c> is the whole.</param>
/// <param name="Reason">What was found and what is allowed.</param>
public sealed record ParamError(string Param, string Path, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"Param '{Param}'{(Path == "$" ? "" : $" at {Path}")} {Reason}";
}

/// <summary>Params without which, or with whose values, nothing can run.</summary>
public sealed class ParamException : Exception
{
    private ParamException(string message, ImmutableArray<ParamError> errors)
        : base(message) => Errors = errors;

    /// <summary>All values that are wrong; empty when the conf itself is.</summary>
    public ImmutableArray<ParamError> Errors { get; }

    internal static void ThrowIfAny(string where, ImmutableArray<ParamError> errors)
    {
        if (!errors.IsEmpty)
        {
            throw new ParamException($"{where} cannot start with these params. {string.Join(' ', errors)}", errors);
        }
    }

    internal static ParamException ConfIsNoObject(string where, JsonElement conf) =>
        new($"{where} cannot start with the conf {SchemaPlace.Show(conf)}. Give a JSON object, e.g. {{\"days\": 3}}.", []);
}
