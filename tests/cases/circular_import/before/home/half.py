"""A star of this would leave out what stands below."""

from old import whole

below = 1
