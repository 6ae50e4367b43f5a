using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Windtunnel;

/// <summary>How values between tasks become JSON: the author's own context first, then reflection where the runtime has it.</summary>
internal static class XComJson
{
    private const string OnlyWithReflection = "Only reached where reflection is enabled, which trimming and Native AOT switch off.";

    public static JsonSerializerOptions OptionsFor(IJsonTypeInfoResolver? resolver)
    {
        // Relaxed: the text goes to journals and databases, where "+" should read as "+"; whoever puts it into HTML encodes it for HTML.
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        if (resolver is not null)
        {
            options.TypeInfoResolverChain.Add(resolver);
        }

        options.TypeInfoResolverChain.Add(XComJsonContext.Default);
        if (JsonSerializer.IsReflectionEnabledByDefault)
        {
            options.TypeInfoResolverChain.Add(Reflection());
        }

        options.MakeReadOnly();
        return options;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = OnlyWithReflection)]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = OnlyWithReflection)]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static DefaultJsonTypeInfoResolver Reflection() => new();
}
