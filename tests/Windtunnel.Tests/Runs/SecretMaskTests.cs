using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;

namespace Windtunnel.Tests.Runs;

public sealed class SecretMaskTests
{
    private const string Secret = "p@ss \"wörd\"/+<1>";

    [Fact]
    public void Secret_InAnyTextOfAnyEntry_NeverReachesTheJournal()
    {
        var mask = new SecretMask();
        mask.Add("canary-4711");
        foreach (Type kind in typeof(JournalEntry).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(JournalEntry)) && !type.IsAbstract))
        {
            var journal = new Journal(mask);
            journal.Append((JournalEntry)Filled(kind, "see canary-4711!"));
            Assert.DoesNotContain("canary-4711", JournalWriting.Text(journal), StringComparison.Ordinal);
        }
    }

    public static TheoryData<string> Spellings =>
    [
        Secret,
        Uri.EscapeDataString(Secret),
        Uri.EscapeDataString(Secret).Replace("%20", "+", StringComparison.Ordinal),
        Uri.EscapeDataString(Secret).Replace("%2F", "%2f", StringComparison.Ordinal).Replace("%2B", "%2b", StringComparison.Ordinal)
            .Replace("%3C", "%3c", StringComparison.Ordinal).Replace("%3E", "%3e", StringComparison.Ordinal)
            .Replace("%C3%B6", "%c3%b6", StringComparison.Ordinal),
        JsonSerializer.Serialize(Secret),
        JsonEncodedText.Encode(Secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)),
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{Secret}")),
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{Secret}:x")),
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"u:{Secret}")).Replace('+', '-').Replace('/', '_'),
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Secret_InAnySpelling_IsMasked(string spelling)
    {
        string masked = Masking(Secret).Apply($"before {spelling} after");
        Assert.Contains("***", masked, StringComparison.Ordinal);
        Assert.True(masked.Length < "before  after".Length + 20, masked);
    }

    [Fact]
    public void Secret_ThatContainsAnother_WinsOverIt() =>
        Assert.Equal("a *** b *** c", Masking("hunter2", "hunter2-extended").Apply("a hunter2-extended b hunter2 c"));

    [Fact]
    public void Secrets_ThatOverlap_AreMaskedAsOne() => Assert.Equal("x***y", Masking("abcdef", "defghi").Apply("xabcdefghiy"));

    [Fact]
    public void Secret_UnderFiveCharacters_IsNotMasked() => Assert.Equal("1234 and ***", Masking("1234", "12345").Apply("1234 and 12345"));

    [Fact]
    public void Text_WithoutSecret_IsTheSameObject()
    {
        string text = new('x', 10);
        Assert.Same(text, Masking("hunter2").Apply(text));
    }

    [Fact]
    public void Text_AroundRandomSecrets_NeverKeepsOne() =>
        Gen.Select(Gen.String[Gen.Char['a', 'c'], 5, 7].Array[1, 4], Gen.String[Gen.Char['a', 'c'], 0, 60]).Sample((secrets, text) =>
        {
            string masked = Masking(secrets).Apply(text);
            Assert.DoesNotContain(secrets, secret => masked.Contains(secret, StringComparison.Ordinal));
        });

    [Fact]
    public void Entry_WithoutSecrets_IsKeptAsItIs()
    {
        var mask = new SecretMask();
        var entry = new XComPushed { At = JournalWriting.Origin, Task = "a", Key = "return_value", Value = "{\"rows\":3}" };
        Assert.Same(entry, mask.Apply(entry));
    }

    [Theory]
    [InlineData("""{"password":"hunter2"}""", """{"password":"***"}""")]
    [InlineData("""{"DB_Passwd_2":"x","rows":3}""", """{"DB_Passwd_2":"***","rows":3}""")]
    [InlineData("""[{"a":{"api_key":["k1","k2",5,null]}}]""", """[{"a":{"api_key":["***","***",5,null]}}]""")]
    [InlineData("""{"secret":{"inner":{"deep":"v"}}}""", """{"secret":{"inner":{"deep":"***"}}}""")]
    [InlineData("""{"\u0074oken":"v"}""", """{"token":"***"}""")]
    [InlineData("""{"token_count": 42}""", """{"token_count":42}""")]
    [InlineData("""{"rows": 3}""", """{"rows": 3}""")]
    [InlineData("""{"password" is not JSON""", """{"password" is not JSON""")]
    public void Key_ThatIsSensitive_HidesTheTextsUnderIt(string json, string expected) => Assert.Equal(expected, SensitiveKeys.Mask(json));

    [Fact]
    public void SensitiveKey_InXComConfParamsAndExtra_IsHidden()
    {
        const string Json = """{"token":"t0ps3cret"}""";
        Journal journal = new JournalWriting(JournalWriting.Task("a")).Pushed("a", Json).Pushed("a", "\"t0ps3cret\"", key: "api_token")
            .Add(JournalWriting.Created() with { Conf = Json, Params = Json })
            .Add(new AssetEventEmitted { At = JournalWriting.Origin, Task = "a", Name = "n", Uri = "u", Extra = Json }).Journal;
        Assert.DoesNotContain("t0ps3cret", JournalWriting.Text(journal), StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_KnownOnlyAfterwards_IsMaskedWhenTheJournalIsSaved()
    {
        var mask = new SecretMask();
        Journal journal = new JournalWriting(mask, JournalWriting.Task("a")).Pushed("a", "\"late-secret\"").Journal;
        mask.Add("late-secret");
        Assert.DoesNotContain("late-secret", JournalWriting.Text(journal), StringComparison.Ordinal);
    }

    private static SecretMask Masking(params string[] secrets)
    {
        var mask = new SecretMask();
        foreach (string secret in secrets)
        {
            mask.Add(secret);
        }

        return mask;
    }

    /// <summary>An object of the type with <paramref name="text"/> in every text it can hold, except ids and the format's own
    /// words.</summary>
    private static object Filled(Type type, string text)
    {
        HashSet<string> spared = ["Task", "DagId", "Id", "Group", "Parent", "Kind", "Upstream", "Code", "Level", "Callback", "Connection"];
        object made = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
        foreach (PropertyInfo property in type.GetProperties().Where(property => property.CanWrite))
        {
            property.SetValue(made, property switch
            {
                { Name: "Text" } when type == typeof(UnknownEntry) => JsonSerializer.Serialize(new { kind = "later", text }),
                { PropertyType.IsEnum: true } or { PropertyType.IsPrimitive: true } => Activator.CreateInstance(property.PropertyType),
                _ when property.PropertyType == typeof(string) => spared.Contains(property.Name) ? "id" : text,
                _ when property.PropertyType == typeof(DateTimeOffset) => JournalWriting.Origin,
                _ when property.PropertyType.IsGenericType
                    && property.PropertyType.GetGenericTypeDefinition() == typeof(ImmutableArray<>) =>
                    ArrayOf(property.PropertyType.GetGenericArguments()[0], spared.Contains(property.Name) ? "id" : text),
                _ when property.PropertyType.IsClass => Filled(property.PropertyType, text),
                _ => null,
            });
        }

        return made;
    }

    private static object ArrayOf(Type element, string text)
    {
        IList array = Array.CreateInstance(element, 1);
        array[0] = element == typeof(string) ? text : Filled(element, text);
        return typeof(ImmutableArray).GetMethods()
            .First(method => method.Name == "Create" && method.GetParameters() is [{ ParameterType.IsArray: true }])
            .MakeGenericMethod(element).Invoke(null, [array])!;
    }
}
