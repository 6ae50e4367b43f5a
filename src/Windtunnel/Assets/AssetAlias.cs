using Windtunnel.Assets;

namespace Windtunnel;

/// <summary>A name for assets that only a running task knows. As a condition: an event of any asset attached to it.</summary>
public sealed record AssetAlias : AssetExpression
{
    /// <exception cref="ArgumentException">The name is blank or longer than 1500 characters.</exception>
    public AssetAlias(string name)
    {
        AssetNames.RequireText(name, "name");
        Name = name;
    }

    public string Name { get; }

    /// <summary>What Airflow's user interface files the alias under; default empty.</summary>
    public string Group { get; init; } = "";

    public override IEnumerable<AssetExpression> Leaves => [this];

    public override bool IsFulfilled(Func<AssetExpression, bool> isFulfilled) => isFulfilled(this);

    public bool Equals(AssetAlias? other) => other is not null && Name == other.Name;

    public override int GetHashCode() => HashCode.Combine(nameof(AssetAlias), Name);

    public override string ToString() => $"alias {Name}";
}
