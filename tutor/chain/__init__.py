"""The policy: question trees and their cuts, the path to a goal, the Socratic moves. Pure."""
