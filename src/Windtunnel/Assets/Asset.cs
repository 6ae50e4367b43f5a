using System.Text.Json.Nodes;
using Windtunnel.Assets;

namespace Windtunnel;

/// <summary>Data that tasks produce and other DAGs wait for. Two assets are the same when their name and uri are.</summary>
public sealed record Asset : AssetExpression
{
    /// <summary>An asset whose uri is its name.</summary>
    /// <inheritdoc cref="Asset(string, string)"/>
    public Asset(string name) : this(name, name)
    {
    }

    /// <exception cref="ArgumentException">The name or uri is blank, longer than 1500 characters, or reserved by Airflow.</exception>
    public Asset(string name, string uri)
    {
        AssetNames.RequireText(name, "name");
        AssetNames.RequireText(uri, "uri");
        AssetNames.RefuseReserved(name);
        Name = name;
        Uri = AssetUri.Normalize(uri);
    }

    public string Name { get; }

    /// <summary>In Airflow's normal form: scheme in lower case, without credentials, fragment and trailing slash, query sorted.</summary>
    public string Uri { get; }

    /// <summary>What Airflow's user interface files the asset under; default <c>asset</c>.</summary>
    public string Group { get; init; } = "asset";

    /// <summary>Facts about the asset itself, not about one event; null means none. Copied when set and on each read.</summary>
    public JsonObject? Extra
    {
        get => field?.DeepClone().AsObject();
        init => field = value?.DeepClone().AsObject();
    }

    public override IEnumerable<AssetExpression> Leaves => [this];

    public override bool IsFulfilled(Func<AssetExpression, bool> isFulfilled) => isFulfilled(this);

    public bool Equals(Asset? other) => other is not null && Name == other.Name && Uri == other.Uri;

    public override int GetHashCode() => HashCode.Combine(Name, Uri);

    public override string ToString() => Name;
}
