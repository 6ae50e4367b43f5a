using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Windtunnel.Testing.Cloud.S3;

/// <summary>What a signed policy allows a form to post.</summary>
internal static class S3PostPolicy
{
    private static readonly string[] NeverInThePolicy = ["policy", "file", "signature", "x-amz-signature", "AWSAccessKeyId"];

    public static JsonElement Parse(string base64, EmulatorClock clock)
    {
        JsonElement policy;
        DateTimeOffset expiration;
        try
        {
            policy = JsonDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(base64))).RootElement;
            expiration = DateTimeOffset.Parse(policy.GetProperty("expiration").GetString()!, CultureInfo.InvariantCulture);
            _ = policy.GetProperty("conditions").EnumerateArray();
        }
        catch (Exception e) when (
            e is FormatException or JsonException or InvalidOperationException or KeyNotFoundException or ArgumentNullException)
        {
            throw new CloudError(400, "InvalidPolicyDocument", "Invalid Policy: Invalid JSON.");
        }

        return clock.Now <= expiration
            ? policy
            : throw S3Errors.AccessDenied("Invalid according to Policy: Policy expired.");
    }

    public static void Require(JsonElement policy, string bucket, HeaderDictionary fields, string key, long length)
    {
        HashSet<string> allowed = new(NeverInThePolicy, StringComparer.OrdinalIgnoreCase);
        foreach (JsonElement condition in policy.GetProperty("conditions").EnumerateArray())
        {
            if (condition.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty property in condition.EnumerateObject())
                    RequireEqual(property.Name, property.Value.ToString());
            }
            else if (condition[0].ToString() == "content-length-range")
            {
                RequireLength(length, condition[1].GetInt64(), condition[2].GetInt64());
            }
            else if (condition[0].ToString() == "starts-with")
            {
                string name = condition[1].ToString().TrimStart('$');
                allowed.Add(name);
                if (!Value(name).StartsWith(condition[2].ToString(), StringComparison.Ordinal))
                    throw Failed(condition.ToString());
            }
            else
            {
                RequireEqual(condition[1].ToString().TrimStart('$'), condition[2].ToString());
            }
        }

        if (fields.Keys
            .FirstOrDefault(name => !allowed.Contains(name) && !name.StartsWith("x-ignore-", StringComparison.OrdinalIgnoreCase))
            is { } extra)
            throw S3Errors.AccessDenied($"Invalid according to Policy: Extra input fields: {extra}");

        string Value(string name) => name switch
        {
            "bucket" => bucket,
            "key" => key,
            _ => fields.TryGetValue(name, out var value) ? value.ToString() : "",
        };

        void RequireEqual(string name, string value)
        {
            allowed.Add(name);
            if (Value(name) != value)
                throw Failed($"[\"eq\", \"${name}\", \"{value}\"]");
        }
    }

    private static void RequireLength(long length, long least, long most)
    {
        if (length < least)
            throw new CloudError(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
                .With("ProposedSize", $"{length}").With("MinSizeAllowed", $"{least}");
        if (length > most)
            throw new CloudError(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
                .With("ProposedSize", $"{length}").With("MaxSizeAllowed", $"{most}");
    }

    private static CloudError Failed(string condition) =>
        S3Errors.AccessDenied($"Invalid according to Policy: Policy Condition failed: {condition}");
}
