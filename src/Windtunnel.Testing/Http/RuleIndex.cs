using System.Collections.Immutable;

namespace Windtunnel.Testing;

/// <summary>Finds the rules that a request may mean by its method and the parts of its path, without looking at any other.</summary>
internal sealed class RuleIndex
{
    private readonly Dictionary<string, Node> _byMethod = new(StringComparer.Ordinal);
    private readonly Node _anyMethod = new();

    public RuleIndex(IEnumerable<HttpRule> rules)
    {
        foreach (HttpRule rule in rules)
        {
            Root(rule.Method).Add(rule);
        }
    }

    /// <summary>In the order in which they are asked.</summary>
    public List<HttpRule> Candidates(StubRequest request)
    {
        List<HttpRule> found = [];
        if (_byMethod.TryGetValue(request.Method, out Node? root))
        {
            root.Collect(request.Segments, found);
        }

        _anyMethod.Collect(request.Segments, found);
        found.RemoveAll(rule => !rule.Path.Matches(request.Segments));
        found.Sort(Order);
        return found;
    }

    private static int Order(HttpRule one, HttpRule other) =>
        other.Rank != one.Rank ? other.Rank.CompareTo(one.Rank)
        : other.Path.Specificity != one.Path.Specificity ? other.Path.Specificity.CompareTo(one.Path.Specificity)
        : other.Weight != one.Weight ? other.Weight.CompareTo(one.Weight)
        : one.Number.CompareTo(other.Number);

    private Node Root(string? method)
    {
        if (method is null)
        {
            return _anyMethod;
        }

        if (!_byMethod.TryGetValue(method, out Node? root))
        {
            _byMethod[method] = root = new();
        }

        return root;
    }

    /// <summary>The rules whose paths begin alike. Literals are kept without regard to case; whether case counts, the rule says.</summary>
    private sealed class Node
    {
        private readonly Dictionary<string, Node> _literals = new(StringComparer.OrdinalIgnoreCase);
        private readonly List<HttpRule> _ending = [];
        private readonly List<HttpRule> _withRest = [];
        private Node? _template;

        public void Add(HttpRule rule)
        {
            Node node = this;
            foreach (PathTemplate.Part part in rule.Path.Parts)
            {
                node = node.Next(part.Literal);
            }

            (rule.Path.RestName is null ? node._ending : node._withRest).Add(rule);
        }

        public void Collect(ImmutableArray<string> segments, List<HttpRule> found)
        {
            List<Node> level = [this];
            foreach (string segment in segments)
            {
                List<Node> next = [];
                foreach (Node node in level)
                {
                    found.AddRange(node._withRest);
                    if (node._literals.TryGetValue(segment, out Node? literal))
                    {
                        next.Add(literal);
                    }

                    if (node._template is not null)
                    {
                        next.Add(node._template);
                    }
                }

                level = next;
                if (level.Count == 0)
                {
                    return;
                }
            }

            foreach (Node node in level)
            {
                found.AddRange(node._ending);
                found.AddRange(node._withRest);
            }
        }

        private Node Next(string? literal)
        {
            if (literal is null)
            {
                return _template ??= new();
            }

            if (!_literals.TryGetValue(literal, out Node? next))
            {
                _literals[literal] = next = new();
            }

            return next;
        }
    }
}
