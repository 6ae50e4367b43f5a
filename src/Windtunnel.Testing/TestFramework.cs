using System.Reflection;

namespace Windtunnel.Testing;

/// <summary>Turns a failed expectation into what the test framework at hand counts as a failed assertion, and references none.</summary>
/// <remarks>NUnit and MSTest know their own exception types only and call everything else an error. xUnit.net knows
/// <see cref="IAssertionException"/>.</remarks>
internal static class TestFramework
{
    private static readonly (string Assembly, string Failure)[] Known =
    [
        ("nunit.framework", "NUnit.Framework.AssertionException"),
        ("MSTest.TestFramework", "Microsoft.VisualStudio.TestTools.UnitTesting.AssertFailedException"),
        ("Microsoft.VisualStudio.TestPlatform.TestFramework", "Microsoft.VisualStudio.TestTools.UnitTesting.AssertFailedException"),
    ];

    private static readonly Lazy<ConstructorInfo?> Constructor = new(Find);

    /// <summary>The framework's own exception around <paramref name="failure"/>, or that itself where none is needed.</summary>
    public static Exception Failure(RunAssertionException failure) =>
        (Exception?)Constructor.Value?.Invoke([failure.Message, failure]) ?? failure;

    private static ConstructorInfo? Find()
    {
        Assembly[] loaded = AppDomain.CurrentDomain.GetAssemblies();
        return Known
            .Select(known => loaded.FirstOrDefault(assembly => assembly.GetName().Name == known.Assembly)?.GetType(known.Failure))
            .FirstOrDefault(type => type is not null)
            ?.GetConstructor([typeof(string), typeof(Exception)]);
    }
}
