using Windtunnel.Assets;

namespace Windtunnel;

/// <summary>An asset that another DAG defines, meant by its name or by its uri.</summary>
public sealed record AssetRef : AssetExpression
{
    private AssetRef(string? name, string? uri) => (Name, Uri) = (name, uri);

    /// <summary>Null when the reference is by uri.</summary>
    public string? Name { get; }

    /// <summary>Null when the reference is by name.</summary>
    public string? Uri { get; }

    /// <exception cref="ArgumentException">The name is blank or longer than 1500 characters.</exception>
    public static AssetRef ByName(string name)
    {
        AssetNames.RequireText(name, "name");
        return new AssetRef(name, null);
    }

    /// <exception cref="ArgumentException">The uri is blank or longer than 1500 characters.</exception>
    public static AssetRef ByUri(string uri)
    {
        AssetNames.RequireText(uri, "uri");
        return new AssetRef(null, AssetUri.Normalize(uri));
    }

    public bool Matches(Asset asset) => Name is null ? asset.Uri == Uri : asset.Name == Name;

    public override IEnumerable<AssetExpression> Leaves => [this];

    public override bool IsFulfilled(Func<AssetExpression, bool> isFulfilled) => isFulfilled(this);

    public override string ToString() => Name is null ? $"uri {Uri}" : $"name {Name}";
}
