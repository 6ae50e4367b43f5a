using System.Collections;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Windtunnel.Testing;

internal sealed class ScriptedParameter : DbParameter
{
    public override DbType DbType { get; set; } = DbType.Object;

    public override ParameterDirection Direction { get; set; } = ParameterDirection.Input;

    public override bool IsNullable { get; set; }

    [AllowNull]
    public override string ParameterName { get; set; } = "";

    public override int Size { get; set; }

    [AllowNull]
    public override string SourceColumn { get; set; } = "";

    public override bool SourceColumnNullMapping { get; set; }

    public override object? Value { get; set; }

    public override void ResetDbType() => DbType = DbType.Object;
}

internal sealed class ScriptedParameters : DbParameterCollection
{
    private readonly List<DbParameter> _all = [];

    /// <summary>By names without their prefix.</summary>
    public IReadOnlyList<(string Name, object? Value)> Values =>
        [.. _all.Select(one => (one.ParameterName.TrimStart('@', ':', '$'), one.Value))];

    public override int Count => _all.Count;

    public override object SyncRoot => _all;

    public override int Add(object value)
    {
        _all.Add((DbParameter)value);
        return _all.Count - 1;
    }

    public override void AddRange(Array values) => _all.AddRange(values.Cast<DbParameter>());

    public override void Clear() => _all.Clear();

    public override bool Contains(object value) => value is DbParameter one && _all.Contains(one);

    public override bool Contains(string value) => IndexOf(value) >= 0;

    public override void CopyTo(Array array, int index) => ((ICollection)_all).CopyTo(array, index);

    public override IEnumerator GetEnumerator() => _all.GetEnumerator();

    public override int IndexOf(object value) => value is DbParameter one ? _all.IndexOf(one) : -1;

    public override int IndexOf(string parameterName) =>
        _all.FindIndex(one => string.Equals(one.ParameterName, parameterName, StringComparison.OrdinalIgnoreCase));

    public override void Insert(int index, object value) => _all.Insert(index, (DbParameter)value);

    public override void Remove(object value) => _all.Remove((DbParameter)value);

    public override void RemoveAt(int index) => _all.RemoveAt(index);

    public override void RemoveAt(string parameterName) => _all.RemoveAt(Place(parameterName));

    protected override DbParameter GetParameter(int index) => _all[index];

    protected override DbParameter GetParameter(string parameterName) => _all[Place(parameterName)];

    protected override void SetParameter(int index, DbParameter value) => _all[index] = value;

    protected override void SetParameter(string parameterName, DbParameter value) => _all[Place(parameterName)] = value;

    private int Place(string name) => IndexOf(name) is var index and >= 0 ? index : throw new ArgumentException(
        $"The command has no parameter '{name}'. It has: {string.Join(", ", _all.Select(one => one.ParameterName))}.", nameof(name));
}
